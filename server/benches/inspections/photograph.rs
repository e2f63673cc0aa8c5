//! Photographs as phones send them: 1600 × 1200, about 200 kB.

use anyhow::{Result, bail};
use axum::body::Bytes;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use uuid::Uuid;

const SIZE: (u32, u32) = (1600, 1200);
const MOST_BYTES: usize = 220_000;

/// A wall with a door in it, and the noise of a small camera.
pub(crate) struct Camera(Vec<u8>);

impl Camera {
    pub(crate) fn new() -> Result<Self> {
        let mut noise = 1_u32;
        let picture = RgbImage::from_fn(SIZE.0, SIZE.1, |x, y| {
            // A linear congruential generator (Numerical Recipes): the same picture each time.
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let light = 60 + (x + y) / 24 + (noise >> 28);
            let level = if (600..1000).contains(&x) && y > 300 { light / 2 } else { light };
            image::Rgb([level, level * 9 / 10, level * 8 / 10].map(|value| u8::try_from(value).unwrap_or(u8::MAX)))
        });
        for quality in (30..=90).rev().step_by(5) {
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&picture)?;
            if jpeg.len() <= MOST_BYTES {
                return Ok(Self(jpeg));
            }
        }
        bail!("the picture stays too large");
    }

    /// A file that no other is the same as: a comment (ITU-T T.81, B.2.4.5) behind the start marker tells them apart.
    pub(crate) fn file(&self, id: Uuid) -> Bytes {
        let mut file = self.0[..2].to_vec();
        file.extend_from_slice(&[0xff, 0xfe, 0, 18]);
        file.extend_from_slice(id.as_bytes());
        file.extend_from_slice(&self.0[2..]);
        file.into()
    }
}
