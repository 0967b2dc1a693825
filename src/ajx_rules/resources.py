"""Where the data folders are that travel with the package: the grammar and the regulations.

Both stand at the top level of the repository, beside ``src/``. A wheel carries a copy of them inside the
package, as ``ajx_rules/_data``; a checkout has no such folder. So the one rule is: the package's own copy if
it has one, otherwise the checkout that the package is imported from. In a checkout, whether installed as
editable or put on ``PYTHONPATH``, an edited rule file therefore counts at once.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def grammar_folder() -> Path:
    """Return the folder that holds the grammar of the rule language.

    >>> grammar_folder().name
    'grammar'

    Raises:
        FileNotFoundError: the package stands neither in a checkout nor in a complete install.
    """
    return _data_folder("grammar", _PACKAGE)


def regulations_folder() -> Path:
    """Return the folder that holds the shipped regulations, one subfolder each.

    >>> regulations_folder().name
    'regulations'

    Raises:
        FileNotFoundError: the package stands neither in a checkout nor in a complete install.
    """
    return _data_folder("regulations", _PACKAGE)


def _data_folder(name: str, package: Path) -> Path:
    packaged = package / "_data"
    folder = (packaged if packaged.is_dir() else package.parents[1]) / name
    if not folder.is_dir():
        raise FileNotFoundError(
            f"The data folder {name!r} of ajx-rules is missing: expected it at {folder}. "
            "Install ajx-rules again."
        )
    return folder
