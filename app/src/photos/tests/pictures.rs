//! What becomes of a file.

use domain::PhotoError;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::files::*;
use crate::photos::picture::prepare;

fn shade(file: &[u8], x: f32, y: f32) -> u8 {
    let image = image::load_from_memory(file).unwrap().to_rgb8();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a small picture")]
    let at = |side: u32, part: f32| (side as f32 * part) as u32;
    image.get_pixel(at(image.width(), x), at(image.height(), y)).0[0]
}

#[test]
fn every_kind_becomes_a_small_jpeg_of_the_same_picture() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let kept = prepare(&of_format(format, 2000, 1500)).unwrap();
        assert_eq!((kept.width, kept.height), (1600, 1200), "{format:?}");
        let (full, small) = (image::load_from_memory(&kept.full).unwrap(), image::load_from_memory(&kept.small).unwrap());
        assert_eq!((full.width(), full.height(), small.width(), small.height()), (1600, 1200, 320, 240));
        assert_eq!(image::guess_format(&kept.small).unwrap(), ImageFormat::Jpeg);
        assert!(shade(&kept.full, 0.25, 0.5) < 60 && shade(&kept.small, 0.75, 0.5) > 180, "{format:?}");
    }
    let kept = prepare(&jpeg(300, 200)).unwrap();
    assert_eq!((kept.width, kept.height), (300, 200), "never enlarged");
}

#[test]
fn it_is_turned_upright_and_nothing_else_of_its_metadata_stays() {
    let sent = with_exif(&jpeg(400, 300), 6);
    assert!(sent.windows(3).any(|three| three == b"GPS"));
    let kept = prepare(&sent).unwrap();
    assert_eq!((kept.width, kept.height), (300, 400), "a quarter turn");
    assert!(shade(&kept.full, 0.5, 0.25) < 60 && shade(&kept.full, 0.5, 0.75) > 180, "what was left is above");
    for file in [&kept.full, &kept.small] {
        assert!(!file.windows(3).any(|three| three == b"GPS") && !file.windows(4).any(|four| four == b"Exif"));
    }
    let upside_down = prepare(&with_exif(&jpeg(400, 300), 3)).unwrap();
    assert!(shade(&upside_down.full, 0.25, 0.5) > 180);
}

#[test]
fn what_is_transparent_is_white() {
    let clear = DynamicImage::from(RgbaImage::from_pixel(300, 300, Rgba([0, 0, 0, 0])));
    let mut file = Vec::new();
    clear.write_to(&mut std::io::Cursor::new(&mut file), ImageFormat::Png).unwrap();
    assert!(shade(&prepare(&file).unwrap().full, 0.5, 0.5) > 250);
}

#[test]
fn what_is_no_photograph_is_refused_by_name() {
    let good = jpeg(400, 300);
    let again = good.windows(2).position(|pair| pair == [0xff, 0xda]).unwrap();
    let scans = [&good[..good.len() - 2], &good[again..good.len() - 2].repeat(100), &[0xff, 0xd9]].concat();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    for (name, file, error) in [
        ("nothing", Vec::new(), PhotoError::Empty),
        ("HTML", b"<!doctype html><script>alert(1)</script>".to_vec(), PhotoError::Kind),
        ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec(), PhotoError::Kind),
        ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), PhotoError::Kind),
        ("HEIC", heic, PhotoError::Kind),
        ("1 × 1", jpeg(1, 1), PhotoError::Small(1, 1)),
        ("199 wide", jpeg(199, 300), PhotoError::Small(199, 300)),
        ("a JPEG that says 30000 × 30000", claiming(good.clone(), 30_000, 30_000), PhotoError::Large(30_000, 30_000)),
        ("a PNG that says 30000 × 30000", png_head(30_000, 30_000), PhotoError::Large(30_000, 30_000)),
        ("a PNG that says 7100 × 7100", png_head(7_100, 7_100), PhotoError::Large(7_100, 7_100)),
        ("a PNG of a head alone", png_head(400, 300), PhotoError::Broken),
        ("half a JPEG", good[..good.len() / 2].to_vec(), PhotoError::Broken),
        ("a JPEG without its last byte", good[..good.len() - 1].to_vec(), PhotoError::Broken),
        ("a JPEG of a hundred scans", scans, PhotoError::Broken),
        ("the first bytes of a JPEG", good[..4].to_vec(), PhotoError::Broken),
    ] {
        assert_eq!(prepare(&file).err(), Some(error), "{name}");
    }
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let whole = of_format(format, 400, 300);
        assert_eq!(prepare(&whole[..whole.len() * 2 / 3]).err(), Some(PhotoError::Broken), "half a {format:?}");
    }
}

#[test]
fn a_motion_photo_with_a_film_behind_it_is_whole() {
    let kept = prepare(&[jpeg(400, 300), b"\0\0\0\x18ftypmp42".repeat(100)].concat()).unwrap();
    assert_eq!((kept.width, kept.height), (400, 300));
}
