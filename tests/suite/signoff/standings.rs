//! What acts are worth, by hand-written cases.

use make_reports::publish::{Manifest, SideFile};
use make_reports::settings::{Kind, Review};
use make_reports::signoff::{
    Act, At, Change, Entry, Moved, Role, Standing, State, standings, versions,
};

use super::{document, manifest};

const ONE: Review = Review { two_persons: false, papers: Vec::new() };
const TWO: Review = Review { two_persons: true, papers: Vec::new() };

/// One paper of a unit and one of the city.
fn papers() -> Manifest {
    manifest(vec![document("unit", Some("D01"), b"one"), document("city", None, b"city")])
}

/// The papers after a change of everything that moves when a unit's own data does.
fn remade(bytes: &[u8]) -> Manifest {
    let mut next = papers();
    next.inputs_sha256.push_str(", others");
    let own = &mut next.documents[0];
    let old = document("unit", Some("D01"), bytes);
    own.sha256 = old.sha256;
    own.source_sha256.push_str(", another");
    own.own_sha256 = Some("own of D01, moved".to_owned());
    next
}

/// Acts on the unit's paper.
struct Acts(Vec<Entry>);

impl Acts {
    fn none() -> Self {
        Self(Vec::new())
    }

    fn then(mut self, who: &str, role: Role, act: Act, papers: &Manifest) -> Self {
        let id = i64::try_from(self.0.len()).unwrap() + 1;
        self.0.push(Entry {
            id,
            at: At::from_unix(1_726_815_845 + id).unwrap(),
            who: who.to_owned(),
            role,
            act,
            version: versions(papers).remove(0),
            reason: String::new(),
            pin: None,
            target: None,
            seen: None,
            batch: None,
        });
        self
    }

    fn first(self, who: &str, act: Act, papers: &Manifest) -> Self {
        self.then(who, Role::First, act, papers)
    }

    fn second(self, who: &str, act: Act, papers: &Manifest) -> Self {
        self.then(who, Role::Second, act, papers)
    }

    /// An act about an act.
    fn about(self, act: Act, target: i64) -> Self {
        let mut acts = self.first("张三", act, &papers());
        acts.0.last_mut().unwrap().target = Some(target);
        acts
    }

    /// What they are worth for the unit's paper.
    fn worth(&self, papers: &Manifest, review: &Review) -> Standing {
        standings(papers, &self.0, review).remove(0)
    }

    fn said(&self, papers: &Manifest, review: &Review) -> (Change, State) {
        let own = self.worth(papers, review);
        (own.change, own.state)
    }
}

fn approved() -> Acts {
    Acts::none().first("张三", Act::Approve, &papers())
}

#[test]
fn a_paper_is_new_until_somebody_judges_it() {
    let own = Acts::none().worth(&papers(), &ONE);
    assert_eq!((own.change, own.state, own.newest), (Change::New, State::Pending, None));
    assert!(own.against.is_none() && own.moved.is_empty() && !own.is_voided());
    let remarked = Acts::none().first("张三", Act::Comment, &papers());
    let own = remarked.worth(&papers(), &ONE);
    assert_eq!((own.change, own.state, own.newest), (Change::New, State::Pending, Some(1)));
    assert_eq!(own.open_comments, 1);
    let own = remarked.about(Act::Resolve, 1).worth(&papers(), &ONE);
    assert_eq!((own.open_comments, own.newest), (0, Some(2)));
}

#[test]
fn an_approval_is_of_bytes() {
    let own = approved().worth(&papers(), &ONE);
    assert_eq!((own.change, own.state), (Change::Same, State::Approved));
    assert_eq!(own.against.as_ref().map(|own| (own.act, own.who.as_str())), Some((1, "张三")));
    // Other data that came to the same bytes.
    let own = approved().worth(&remade(b"one"), &ONE);
    assert_eq!((own.change, own.state, own.is_voided()), (Change::Same, State::Approved, false));
    // Nobody has looked at the paper of the city.
    let city = standings(&papers(), &approved().0, &ONE).remove(1);
    assert_eq!((city.change, city.state, city.newest), (Change::New, State::Pending, None));
}

#[test]
fn a_changed_byte_voids_an_approval_and_says_why() {
    type Bend = fn(&mut Manifest);
    let cases: [(Bend, &[Moved], Change); 8] = [
        (|_| {}, &[Moved::Document], Change::Changed),
        (
            |own| own.documents[0].templates_sha256.push('2'),
            &[Moved::Document, Moved::Templates],
            Change::Changed,
        ),
        (
            |own| own.documents[0].fonts_sha256.push('2'),
            &[Moved::Document, Moved::Fonts],
            Change::Changed,
        ),
        (|own| own.version.push('2'), &[Moved::Document, Moved::Program], Change::Changed),
        // Data of others that came to the same manuscript has moved nothing here.
        (|own| own.inputs_sha256.push('2'), &[Moved::Document], Change::Changed),
        (
            |own| {
                own.inputs_sha256.push('2');
                own.documents[0].source_sha256.push('2');
            },
            &[Moved::Document, Moved::OtherUnits],
            Change::ClassOnly,
        ),
        (
            |own| {
                own.inputs_sha256.push('2');
                own.documents[0].source_sha256.push('2');
                own.documents[0].own_sha256 = Some("moved".to_owned());
            },
            &[Moved::Document, Moved::Data],
            Change::Changed,
        ),
        (
            |own| {
                own.inputs_sha256.push('2');
                own.documents[0].source_sha256.push('2');
                own.documents[0].fonts_sha256.push('2');
            },
            &[Moved::Document, Moved::OtherUnits, Moved::Fonts],
            Change::Changed,
        ),
    ];
    for (at, (bend, moved, change)) in cases.into_iter().enumerate() {
        let mut next = papers();
        next.documents[0].sha256 = document("unit", Some("D01"), b"two").sha256;
        bend(&mut next);
        let own = approved().worth(&next, &ONE);
        assert_eq!((own.moved.as_slice(), own.change), (moved, change), "case {at}");
        assert_eq!(own.state, State::Pending, "case {at}");
        assert!(own.is_voided() && !own.version.same_bytes(&own.against.unwrap().version));
    }
}

#[test]
fn papers_without_a_sum_of_their_own_are_never_told_to_have_moved_with_others() {
    let acts = approved();
    let mut old = acts.0;
    old[0].version = versions(&papers()).remove(1);
    let mut next = remade(b"one");
    next.documents[1].sha256 = document("city", None, b"other").sha256;
    next.documents[1].source_sha256.push('2');
    let city = standings(&next, &old, &ONE).remove(1);
    assert_eq!(city.moved, [Moved::Document, Moved::Data]);
    assert_eq!((city.change, city.state), (Change::Changed, State::Pending));
}

#[test]
fn what_goes_with_a_paper_is_signed_with_it() {
    let mut with_copy = papers();
    let mut copy = document("unit", Some("D01"), b"copy");
    (copy.path, copy.derived_from) = ("unit/D01.docx".to_owned(), Some("unit/D01.pdf".to_owned()));
    let beside = SideFile { path: copy.path.clone(), sha256: copy.sha256.clone() };
    with_copy.documents.insert(1, copy);
    assert_eq!(versions(&with_copy).len(), 2);
    assert_eq!(versions(&with_copy)[0].beside, [beside]);
    let acts = Acts::none().first("张三", Act::Approve, &with_copy);
    assert_eq!(acts.said(&with_copy, &ONE), (Change::Same, State::Approved));
    with_copy.documents[1].sha256 = document("unit", Some("D01"), b"bent").sha256;
    let own = acts.worth(&with_copy, &ONE);
    assert_eq!((own.moved.as_slice(), own.state), (&[Moved::Beside][..], State::Pending));
    assert!(own.is_voided());
}

#[test]
fn a_returned_paper_waits_for_another_version() {
    let returned = approved().first("李四", Act::Return, &papers());
    assert_eq!(returned.said(&papers(), &ONE), (Change::Same, State::Returned));
    let next = remade(b"mended");
    let own = returned.worth(&next, &ONE);
    assert_eq!((own.change, own.state), (Change::Changed, State::Pending));
    // What was returned is no approval that could be void.
    assert!(!own.is_voided());
    let passed = returned.first("李四", Act::Approve, &next);
    assert_eq!(passed.said(&next, &ONE), (Change::Same, State::Approved));
    // The first version, made again, is still the one that came back.
    assert_eq!(passed.said(&papers(), &ONE), (Change::Changed, State::Returned));
    assert_eq!(
        passed.first("李四", Act::Approve, &papers()).said(&papers(), &ONE).1,
        State::Approved
    );
}

#[test]
fn a_version_that_comes_back_is_still_approved() {
    let both = approved().first("张三", Act::Approve, &remade(b"two"));
    assert_eq!(both.said(&papers(), &ONE), (Change::Same, State::Approved));
    assert_eq!(both.said(&remade(b"two"), &ONE), (Change::Same, State::Approved));
    let own = both.worth(&remade(b"three"), &ONE);
    // Held against the last of the two.
    assert_eq!((own.against.unwrap().act, own.state), (2, State::Pending));
}

#[test]
fn what_is_taken_back_counts_no_more() {
    let acts = approved().about(Act::Withdraw, 1);
    assert_eq!(acts.said(&papers(), &ONE), (Change::New, State::Pending));
    let returned = approved().first("张三", Act::Return, &papers()).about(Act::Withdraw, 2);
    assert_eq!(returned.said(&papers(), &ONE), (Change::Same, State::Approved));
    let remarked = Acts::none().first("张三", Act::Comment, &papers()).about(Act::Withdraw, 1);
    assert_eq!(remarked.worth(&papers(), &ONE).open_comments, 0);
}

#[test]
fn two_persons_pass_one_after_the_other() {
    let passed = Acts::none().first("张三", Act::Approve, &papers());
    assert_eq!(passed.said(&papers(), &TWO), (Change::Same, State::FirstPassed));
    assert_eq!(passed.said(&papers(), &ONE), (Change::Same, State::Approved));
    // The same name, written in another way.
    let twice = passed.second(" 张\u{3000}三", Act::Approve, &papers());
    assert_eq!(twice.said(&papers(), &TWO).1, State::FirstPassed);
    let both = twice.second("李四", Act::Approve, &papers());
    assert_eq!(both.said(&papers(), &TWO).1, State::Approved);
    // Whoever passes it once more takes nothing away.
    let more = both.first("李四", Act::Approve, &papers());
    assert_eq!(more.said(&papers(), &TWO).1, State::Approved);
    // One of the two alone, on another version, is an approval that is void.
    let next = remade(b"two");
    let own = more.worth(&next, &TWO);
    assert!(own.is_voided() && own.state == State::Pending);
    let own = more.second("李四", Act::Approve, &next).worth(&next, &TWO);
    assert_eq!(own.state, State::Pending);
}

#[test]
fn after_a_return_both_persons_begin_again() {
    let returned = Acts::none()
        .first("张三", Act::Approve, &papers())
        .second("李四", Act::Return, &papers())
        .second("李四", Act::Approve, &papers());
    assert_eq!(returned.said(&papers(), &TWO).1, State::Returned);
    let again = returned.first("张三", Act::Approve, &papers());
    assert_eq!(again.said(&papers(), &TWO).1, State::FirstPassed);
    assert_eq!(
        again.second("李四", Act::Approve, &papers()).said(&papers(), &TWO).1,
        State::Approved
    );
}

#[test]
fn what_must_be_signed_is_told_apart_from_what_is_signed_and_stale() {
    let review = Review { two_persons: false, papers: vec![Kind::Unit] };
    let waiting = standings(&papers(), &[], &review);
    let required: Vec<bool> = waiting.iter().map(|own| own.required).collect();
    assert_eq!(required, [true, false]);
    assert!(waiting.iter().all(|own| own.state == State::Pending && !own.stale));
    let own = approved().worth(&papers(), &review);
    assert_eq!((own.state, own.stale), (State::Approved, false));
    let mut stale = papers();
    stale.documents[0].stale = true;
    let own = approved().worth(&stale, &review);
    assert_eq!((own.state, own.stale), (State::Approved, true));
}
