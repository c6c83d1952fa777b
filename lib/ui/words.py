def put_words() -> None:
    return
