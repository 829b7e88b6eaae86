"""Pictures that customers send with a request: checked by Pillow, kept through obstore."""

from order_adapters import needing

with needing("images"):
    from order_adapters.images.checking import check_picture
    from order_adapters.images.folder import PicturesInFolder
    from order_adapters.images.keeping import Pictures, open_store
    from order_adapters.images.pictures import Picture, PictureError, PictureLimits
    from order_adapters.images.port import read_picture

__all__ = [
    "Picture",
    "PictureError",
    "PictureLimits",
    "Pictures",
    "PicturesInFolder",
    "check_picture",
    "open_store",
    "read_picture",
]
