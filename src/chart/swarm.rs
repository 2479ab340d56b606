//! A swarm: dots on one axis, moved up and down where they would cover each other.

use super::geometry::count;

/// Radius of a dot, in points.
pub(super) const DOT_RADIUS_PT: f64 = 2.3;
/// Dots nearer than this to each other stand on different levels, in points.
const DOT_STEP_PT: f64 = 5.2;
/// A swarm is no higher than this, in points: where it would be, its dots overlap.
const SWARM_HEIGHT_MAX_PT: f64 = 44.0;

/// Dots with their heights.
pub(super) struct Swarm {
    /// The places of the dots along the axis.
    places: Vec<f64>,
    /// The height of each dot below the axis, in points; above it, it is negative.
    pub(super) heights: Vec<f64>,
}

impl Swarm {
    /// Gives every dot, from left to right and then in the given order, the free level that is
    /// nearest to the axis. Its place along the axis is never moved.
    pub(super) fn new(places: Vec<f64>) -> Self {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|one, other| places[*one].total_cmp(&places[*other]).then(one.cmp(other)));
        let mut heights = vec![0.0; places.len()];
        // Where two neighbours are apart, what is left of them does not touch what is right.
        for run in order.chunk_by(|one, other| places[*other] - places[*one] < DOT_STEP_PT) {
            for (index, height) in run.iter().zip(heights_of_run(run, &places)) {
                heights[*index] = height;
            }
        }
        Self { places, heights }
    }

    /// How far the whole swarm reaches above and below the axis, in points.
    pub(super) fn reaches_pt(&self) -> (f64, f64) {
        self.reaches_at_pt(0.0, f64::INFINITY)
    }

    /// How far the dots within some distance of a place reach above and below the axis, in points.
    pub(super) fn reaches_at_pt(&self, place: f64, distance: f64) -> (f64, f64) {
        let near = self.places.iter().zip(&self.heights);
        let near = near.filter(|(other, _)| (*other - place).abs() <= distance);
        near.fold((DOT_RADIUS_PT, DOT_RADIUS_PT), |reaches, (_, height)| {
            (reaches.0.max(DOT_RADIUS_PT - height), reaches.1.max(DOT_RADIUS_PT + height))
        })
    }
}

/// The heights of neighbouring dots, from left to right.
fn heights_of_run(run: &[usize], places: &[f64]) -> Vec<f64> {
    let mut taken: Vec<f64> = Vec::new();
    let mut levels = Vec::new();
    for index in run {
        let place = places[*index];
        let free = taken.iter().position(|last| place - last >= DOT_STEP_PT);
        let level = free.unwrap_or(taken.len());
        match taken.get_mut(level) {
            Some(last) => *last = place,
            None => taken.push(place),
        }
        levels.push(level);
    }
    let apart = count(taken.len().saturating_sub(1));
    let room = SWARM_HEIGHT_MAX_PT - 2.0 * DOT_RADIUS_PT;
    let step = if apart * DOT_STEP_PT > room { room / apart } else { DOT_STEP_PT };
    levels.into_iter().map(|level| height(level, step)).collect()
}

/// The height of a level: the axis, then in turn above and below it.
fn height(level: usize, step: f64) -> f64 {
    let away = count(level.div_ceil(2)) * step;
    if level.is_multiple_of(2) { away } else { -away }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_stand_apart_within_the_reach() {
        let places: Vec<f64> = (0..60).map(|index| f64::from(index * 37 % 101)).collect();
        let swarm = Swarm::new(places.clone());
        let (up, down) = swarm.reaches_pt();
        for (one, height) in swarm.heights.iter().enumerate() {
            assert!(height + DOT_RADIUS_PT <= down && DOT_RADIUS_PT - height <= up);
            for other in 0..one {
                let away = (places[one] - places[other]).hypot(height - swarm.heights[other]);
                assert!(away >= 2.0 * DOT_RADIUS_PT, "{one} {other} {away}");
            }
        }
    }

    #[test]
    fn equal_places_are_stacked_around_the_axis() {
        assert_eq!(Swarm::new(vec![7.0]).heights, [0.0]);
        assert_eq!(Swarm::new(vec![7.0, 7.0]).heights, [0.0, -5.2]);
        assert_eq!(Swarm::new(vec![7.0, 7.0, 7.0]).heights, [0.0, -5.2, 5.2]);
        assert!(Swarm::new(Vec::new()).heights.is_empty());
    }

    #[test]
    fn a_high_stack_moves_together_and_leaves_others_alone() {
        let mut places = vec![7.0; 60];
        places.extend([80.0, 81.0]);
        let swarm = Swarm::new(places);
        let (up, down) = swarm.reaches_pt();
        assert!(up + down <= SWARM_HEIGHT_MAX_PT + 1.0, "{up} {down}");
        assert_eq!(swarm.heights[60..], [0.0, -5.2]);
        assert_eq!(swarm.reaches_at_pt(40.0, 5.0), (DOT_RADIUS_PT, DOT_RADIUS_PT));
    }
}
