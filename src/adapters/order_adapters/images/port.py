"""The check of pictures as the core asks for it (port ``order_domain.ports.CheckPicture``)."""

from order_adapters.images.checking import check_picture
from order_adapters.images.pictures import PictureError, PictureLimits
from order_domain.ports import Picture, UnfitPicture


def read_picture(data: bytes) -> Picture | UnfitPicture:
    """Check what a customer sent for a picture."""
    try:
        return check_picture(data, PictureLimits())
    except PictureError as error:
        return UnfitPicture(str(error))
