//! What a photograph may be, and how large it is kept. The numbers are our own choice.

/// Bytes of a file as sent: a phone's camera makes 2 to 8 million.
pub const MOST_PHOTO_BYTES: usize = 10_000_000;
/// Pixels a side of a file as sent.
pub const MOST_SIDE: u32 = 12_000;
/// Pixels of a file as sent; the largest phone cameras that are set to their full size are refused.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Pixels a side below which nothing can be made out.
pub const LEAST_SIDE: u32 = 200;
/// Pixels of the longer side as kept.
pub const LONG_SIDE: u32 = 1600;
/// Pixels of the longer side of the small picture on pages.
pub const SMALL_SIDE: u32 = 320;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// More bytes than are read.
    #[error("the file has more than {MOST_PHOTO_BYTES} bytes")]
    Heavy,
    /// No JPEG, PNG or WebP, whatever it calls itself.
    #[error("the file is no JPEG, PNG or WebP picture")]
    Kind,
    /// Too few pixels, as told: width and height.
    #[error("{0} × {1} pixels are too few to make anything out")]
    Small(u32, u32),
    /// Too many pixels, as told: width and height.
    #[error("{0} × {1} pixels are more than are read")]
    Large(u32, u32),
    /// Cut off or damaged.
    #[error("the picture is cut off or damaged")]
    Broken,
}

impl PhotoError {
    /// One word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Heavy => "too-heavy",
            Self::Kind => "no-picture",
            Self::Small(..) => "too-small",
            Self::Large(..) => "too-large",
            Self::Broken => "broken",
        }
    }

    /// Refuses a picture by its width and height in pixels, before it is decoded.
    ///
    /// # Errors
    /// [`PhotoError::Small`] and [`PhotoError::Large`].
    pub fn of_size(width: u32, height: u32) -> Result<(), Self> {
        if width.max(height) > MOST_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(Self::Large(width, height));
        }
        if width.min(height) < LEAST_SIDE { Err(Self::Small(width, height)) } else { Ok(()) }
    }
}

/// Width and height of a picture once its longer side has at most so many pixels; never enlarged, never nothing.
pub fn scaled(width: u32, height: u32, most: u32) -> (u32, u32) {
    let long = width.max(height);
    if long <= most {
        return (width, height);
    }
    let side = |side: u32| {
        let side = (u64::from(side) * u64::from(most) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(side).unwrap_or(most).max(1)
    };
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_at_the_edges() {
        assert_eq!(PhotoError::of_size(200, 12_000), Ok(()));
        assert_eq!(PhotoError::of_size(199, 4_000), Err(PhotoError::Small(199, 4_000)));
        assert_eq!(PhotoError::of_size(12_001, 300), Err(PhotoError::Large(12_001, 300)));
        assert_eq!(PhotoError::of_size(8_000, 6_251), Err(PhotoError::Large(8_000, 6_251)), "50,008,000 pixels");
        assert_eq!(PhotoError::of_size(u32::MAX, u32::MAX), Err(PhotoError::Large(u32::MAX, u32::MAX)));
        assert_eq!(scaled(4032, 3024, LONG_SIDE), (1600, 1200));
        assert_eq!(scaled(12_000, 200, SMALL_SIDE), (320, 5));
        assert_eq!(scaled(640, 480, LONG_SIDE), (640, 480));
    }

    proptest! {
        #[test]
        fn scaling_keeps_within_and_keeps_the_shape(width in 1..=MOST_SIDE, height in 1..=MOST_SIDE, most in 1..=2000_u32) {
            let (w, h) = scaled(width, height, most);
            prop_assert!(w >= 1 && h >= 1 && w.max(h) <= most.max(1) && w <= width && h <= height);
            let turned = scaled(height, width, most);
            prop_assert_eq!((h, w), turned);
            let off = (f64::from(w) * f64::from(height) - f64::from(h) * f64::from(width)).abs();
            prop_assert!(off <= f64::from(width.max(height)), "half a pixel at most");
        }
    }
}
