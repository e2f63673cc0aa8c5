//! From the bytes of a file to two clean JPEGs.

use std::io::Cursor;

use domain::{LONG_SIDE, PhotoError, SMALL_SIDE, scaled};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};

/// Bytes that a decoder may take: all pixels with a byte for each of four channels.
const MOST_MEMORY: u64 = 200_000_000;
/// Passes over a progressive JPEG; encoders make about ten, and each costs a walk over all pixels.
const MOST_SCANS: u32 = 64;
/// Of 100: text on signs stays legible, and a photograph has about 300 kB.
const QUALITY: u8 = 80;

/// A photograph as it is kept: nothing is left of the file that came but its pixels.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) full: Vec<u8>,
    pub(super) small: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Decodes, turns upright, makes smaller and encodes anew. Size and kind are looked at before anything is decoded.
pub(super) fn prepare(bytes: &[u8]) -> Result<Prepared, PhotoError> {
    if bytes.is_empty() {
        return Err(PhotoError::Empty);
    }
    let format = image::guess_format(bytes).ok().filter(|format| TAKEN.contains(format)).ok_or(PhotoError::Kind)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    PhotoError::of_size(width, height)?;
    if decoder.total_bytes() > MOST_MEMORY {
        return Err(PhotoError::Large(width, height));
    }
    if format == ImageFormat::Jpeg && !is_whole_jpeg(bytes) {
        return Err(PhotoError::Broken);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let mut image = shrink(&decoded, LONG_SIDE);
    drop(decoded);
    image.apply_orientation(orientation);
    let image = on_white(&image);
    let (width, height) = image.dimensions();
    let full = encode(&image)?;
    let small = encode(&on_white(&shrink(&image.into(), SMALL_SIDE)))?;
    Ok(Prepared { full, small, width, height })
}

const TAKEN: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn broken(error: ImageError) -> PhotoError {
    tracing::info!(%error, "a picture could not be decoded");
    PhotoError::Broken
}

fn shrink(image: &DynamicImage, most: u32) -> DynamicImage {
    let (width, height) = scaled(image.width(), image.height(), most);
    // Averaging first, down to twice the size, costs a fraction of a good filter over a whole camera picture.
    if image.width() > 2 * width {
        return image.thumbnail_exact(2 * width, 2 * height).resize_exact(width, height, FilterType::CatmullRom);
    }
    if image.width() > width { image.resize_exact(width, height, FilterType::CatmullRom) } else { image.clone() }
}

/// JPEG knows no transparency: what is behind is white.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let mut white = RgbImage::new(image.width(), image.height());
    for (to, from) in white.pixels_mut().zip(image.to_rgba8().pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        // Never above 255.
        to.0 = [red, green, blue].map(|value| u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX));
    }
    white
}

fn encode(image: &RgbImage) -> Result<Vec<u8>, PhotoError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(image).map_err(broken)?;
    Ok(jpeg)
}

/// Whether a JPEG (ITU-T T.81, annex B) goes on to its end marker: the decoder fills what is missing with grey.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    let (mut at, mut scans) = (2, 0);
    while let Some((marker, after)) = marker(bytes, at) {
        match marker {
            0xd9 => return scans > 0,
            0x01 => at = after,
            _ => {
                let Some(&[high, low]) = bytes.get(after..after + 2) else { return false };
                at = after + usize::from(u16::from_be_bytes([high, low])).max(2);
                scans += u32::from(marker == 0xda);
                if scans > MOST_SCANS {
                    return false;
                }
            }
        }
    }
    false
}

/// The next marker from a place on, and the place behind it. Stuffed zeros, fill bytes and restarts are none.
fn marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let pairs = bytes.get(from..)?.windows(2);
    let found = pairs.enumerate().find(|(_, pair)| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff));
    found.map(|(offset, pair)| (pair[1], from + offset + 2))
}
