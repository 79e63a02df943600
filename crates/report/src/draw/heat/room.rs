//! Where over a plane there is room for words.

/// The plane in small squares, each with what lies there.
#[derive(Debug, Clone)]
pub(super) struct Room {
    left: f64,
    top: f64,
    /// The side of a square.
    square: f64,
    across: usize,
    down: usize,
    squares: Vec<Square>,
}

/// What lies in one square.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Square {
    /// The side of zero: 0 above, 1 below; none where it is zero or missing.
    pub(super) side: Option<usize>,
    /// Whether it is not certain on which side the value lies.
    pub(super) doubtful: bool,
    /// Whether a line or a label is there already.
    pub(super) taken: bool,
}

/// A rectangle by its left, top, right and bottom edge.
pub(super) type Box4 = [f64; 4];

impl Room {
    pub(super) fn new([left, top, right, bottom]: Box4, square: f64) -> Self {
        let squares = |length: f64| (length / square).max(0.0) as usize;
        let (across, down) = (squares(right - left), squares(bottom - top));
        Self {
            left,
            top,
            square,
            across,
            down,
            squares: vec![Square::default(); across * down],
        }
    }

    /// The middle of a square.
    fn middle(&self, column: usize, row: usize) -> (f64, f64) {
        let at = |from: f64, n: usize| from + (n as f64 + 0.5) * self.square;
        (at(self.left, column), at(self.top, row))
    }

    /// Squares whose middle lies within `area`, and their middles.
    fn within(&self, area: Box4) -> impl Iterator<Item = (usize, (f64, f64))> + '_ {
        let [left, top, right, bottom] = area;
        let bound = |edge: f64, from: f64, most: usize| {
            ((edge - from) / self.square - 0.5)
                .ceil()
                .clamp(0.0, most as f64) as usize
        };
        let columns = bound(left, self.left, self.across)..bound(right, self.left, self.across);
        let rows = bound(top, self.top, self.down)..bound(bottom, self.top, self.down);
        rows.flat_map(move |row| {
            let columns = columns.clone();
            columns.map(move |column| (row * self.across + column, self.middle(column, row)))
        })
    }

    /// Changes what lies within `area`.
    pub(super) fn change(&mut self, area: Box4, change: impl Fn(&mut Square)) {
        let found: Vec<_> = self.within(area).map(|(place, _)| place).collect();
        found
            .into_iter()
            .for_each(|place| change(&mut self.squares[place]));
    }

    /// Notes that within this polygon the side is not certain.
    pub(super) fn doubt(&mut self, polygon: &[(f64, f64)]) {
        let edge = |pick: fn(f64, f64) -> f64, from: f64| {
            let start = (from, from);
            polygon
                .iter()
                .fold(start, |(x, y), p| (pick(x, p.0), pick(y, p.1)))
        };
        let ((left, top), (right, bottom)) = (edge(f64::min, f64::MAX), edge(f64::max, f64::MIN));
        let inside = |(x, y): (f64, f64)| {
            let edges = polygon.iter().zip(polygon.iter().cycle().skip(1));
            let right_of = edges.filter(|(a, b)| {
                (a.1 <= y) != (b.1 <= y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
            });
            right_of.count() % 2 == 1
        };
        let area = self.within([left, top, right, bottom]);
        let found: Vec<_> = area.filter(|&(_, at)| inside(at)).map(|(i, _)| i).collect();
        found
            .into_iter()
            .for_each(|place| self.squares[place].doubtful = true);
    }

    /// Takes the squares along a line.
    pub(super) fn line(&mut self, points: &[(f64, f64)]) {
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            let length = (to.0 - from.0).abs().max((to.1 - from.1).abs());
            let steps = (length / self.square * 2.0).ceil().clamp(1.0, 1e4) as usize;
            for step in 0..=steps {
                let share = step as f64 / steps as f64;
                let (x, y) = (
                    from.0 + share * (to.0 - from.0),
                    from.1 + share * (to.1 - from.1),
                );
                let half = self.square;
                self.change([x - half, y - half, x + half, y + half], |s| s.taken = true);
            }
        }
    }

    /// How many squares within `area` are such.
    pub(super) fn count(&self, area: Box4, such: impl Fn(Square) -> bool) -> usize {
        self.within(area)
            .filter(|&(place, _)| such(self.squares[place]))
            .count()
    }

    /// The middle of a free place for words of this width and height, where there is
    /// most room around them; `free` says which squares they may cover.
    pub(super) fn find(
        &self,
        (width, height): (f64, f64),
        free: impl Fn(Square) -> bool,
    ) -> Option<(f64, f64)> {
        // Sums over all squares above and to the left tell in one step how many in a
        // rectangle are not free.
        let row = self.across + 1;
        let mut sums = vec![0_usize; row * (self.down + 1)];
        for place in 0..self.squares.len() {
            let (x, y) = (place % self.across + 1, place / self.across + 1);
            let one = usize::from(!free(self.squares[place]));
            sums[y * row + x] =
                one + sums[(y - 1) * row + x] + sums[y * row + x - 1] - sums[(y - 1) * row + x - 1];
        }
        let covered = |left: usize, top: usize, right: usize, bottom: usize| {
            sums[bottom * row + right] + sums[top * row + left]
                - sums[top * row + right]
                - sums[bottom * row + left]
        };
        let reach = |length: f64, by: f64| (length * by / 2.0 / self.square).ceil() as usize;
        let clear = |x: usize, y: usize, by: f64| {
            let (a, b) = (reach(width, by), reach(height, by));
            let inside = x >= a && y >= b && x + a < self.across && y + b < self.down;
            inside && covered(x - a, y - b, x + a + 1, y + b + 1) == 0
        };
        let mut best: Option<(i32, f64, (f64, f64))> = None;
        let places = (0..self.squares.len()).filter(|&place| free(self.squares[place]));
        let (sum, count) = places
            .clone()
            .fold(((0.0, 0.0), 0.0), |((x, y), n), place| {
                let at = self.middle(place % self.across, place / self.across);
                ((x + at.0, y + at.1), n + 1.0)
            });
        let centre = (sum.0 / count, sum.1 / count);
        for place in places {
            let (x, y) = (place % self.across, place / self.across);
            let mut room = 0;
            while room < 60 && clear(x, y, 1.0 + 0.1 * f64::from(room)) {
                room += 1;
            }
            let at = self.middle(x, y);
            let off = (at.0 - centre.0).abs() + (at.1 - centre.1).abs();
            let better =
                best.is_none_or(|(most, least, _)| room > most || (room == most && off < least));
            if room > 0 && better {
                best = Some((room, off, at));
            }
        }
        best.map(|(.., at)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn above(square: Square) -> bool {
        square.side == Some(0) && !square.taken && !square.doubtful
    }

    fn plane() -> Room {
        let mut room = Room::new([0.0, 0.0, 100.0, 60.0], 2.0);
        room.change([0.0, 0.0, 60.0, 60.0], |s| s.side = Some(0));
        room.change([60.0, 0.0, 100.0, 60.0], |s| s.side = Some(1));
        room
    }

    #[test]
    fn words_stand_in_the_middle_of_their_area() {
        let (x, y) = plane().find((20.0, 10.0), above).unwrap();
        assert!(
            (x - 30.0).abs() <= 2.0 && (y - 30.0).abs() <= 2.0,
            "{x} {y}"
        );
    }

    #[test]
    fn words_keep_clear_of_lines_labels_and_doubt() {
        let mut room = plane();
        room.line(&[(0.0, 10.0), (60.0, 10.0)]);
        room.line(&[(0.0, 20.0), (60.0, 20.0)]);
        room.change([0.0, 40.0, 60.0, 60.0], |s| s.taken = true);
        room.doubt(&[(0.0, 20.0), (30.0, 20.0), (30.0, 40.0), (0.0, 40.0)]);
        let (x, y) = room.find((20.0, 10.0), above).unwrap();
        assert!(x - 10.0 >= 30.0 && x + 10.0 <= 60.0, "{x}");
        assert!(y - 5.0 >= 20.0 && y + 5.0 <= 40.0, "{y}");
    }

    #[test]
    fn where_there_is_no_room_nothing_is_found() {
        assert_eq!(plane().find((61.0, 10.0), above), None);
        let none = Room::new([0.0, 0.0, -5.0, 1.0], 2.0);
        assert_eq!(none.find((1.0, 1.0), above), None);
    }
}
