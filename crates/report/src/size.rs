//! How large a picture is, and how large the type in it.

/// Width, height and size of type of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    width: u16,
    height: u16,
    /// Size of type, relative to that on a slide.
    text: f64,
}

impl Size {
    /// Half a slide of 1920 by 1080: 960 by 540.
    pub const SLIDE: Self = Self {
        width: 960,
        height: 540,
        text: 1.0,
    };

    /// A column of a paper: 480 by 360.
    pub const PAPER: Self = Self {
        width: 480,
        height: 360,
        text: 0.74,
    };

    /// The card that social media show for a link: 1200 by 630.
    pub const SOCIAL: Self = Self {
        width: 1200,
        height: 630,
        text: 1.3,
    };

    /// Half the width of the report's page, for lines over days: 540 by 400.
    pub const COLUMN: Self = Self {
        width: 540,
        height: 400,
        text: 0.8,
    };

    /// Half the width of the report's page, for bars: 540 by 260.
    pub const STRIP: Self = Self {
        width: 540,
        height: 260,
        text: 0.8,
    };

    /// Nominal width, in pixels.
    pub const fn width(self) -> u32 {
        self.width as u32
    }

    /// Nominal height, in pixels.
    pub const fn height(self) -> u32 {
        self.height as u32
    }

    /// `points` at the size of type of this picture.
    pub(crate) fn type_size(self, points: f64) -> f64 {
        points * self.text
    }

    /// Width and height of plotters' finer canvas.
    pub(crate) fn canvas(self) -> (u32, u32) {
        (
            self.width() * crate::svg::FINE as u32,
            self.height() * crate::svg::FINE as u32,
        )
    }
}

impl Default for Size {
    /// [`Size::SLIDE`].
    fn default() -> Self {
        Self::SLIDE
    }
}
