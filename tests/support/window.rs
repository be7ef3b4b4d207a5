//! The window without a screen: events go through the real controls, and what the application
//! asks of the system (clipboard, work off the UI thread) is done at once.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use gongbao::app::observe::{Caret, PAGES};
use gongbao::app::{App, Message, page_editor};
use gongbao::font::FontBook;
use gongbao::issue::place::{self, Field, Part};
use gongbao::issue::{Issue, bodies};
use iced::advanced::input_method;
use iced::advanced::mouse::{self, Cursor};
use iced::advanced::renderer::Headless;
use iced::advanced::widget::Id;
use iced::advanced::widget::operation::Outcome;
use iced::keyboard::{self, Modifiers};
use iced::{Event, Font, Point, Rectangle, Renderer, Size, Task, Theme, event, window};
use iced_test::futures::futures::StreamExt;
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use iced_test::runtime::{self, Action};
use iced_test::selector::{Candidate, Selector};

use super::fonts;

/// The fonts of the pages, read once for all tests.
static BOOK: LazyLock<Arc<FontBook>> =
    LazyLock::new(|| Arc::new(FontBook::new(&fonts::files(&[])).unwrap().0));

/// The fonts of the controls, from the source tree like those of the pages.
static CONTROLS: LazyLock<()> = LazyLock::new(|| {
    let fonts = fonts::files(&[]).into_iter().filter(|font| font.name.contains("SansCJK"));
    for font in fonts {
        let mut system = iced_test::renderer::graphics::text::font_system().write().unwrap();
        system.load_font(font.bytes.to_vec().into());
    }
});

pub(crate) struct Window {
    pub(crate) app: App,
    cache: Option<Cache>,
    renderer: Renderer,
    pub(crate) size: Size,
    cursor: Cursor,
    pub(crate) clipboard: Option<String>,
    /// The application ended.
    pub(crate) ended: bool,
    folder: tempfile::TempDir,
    /// What the application asks for while it is held back.
    held: Option<Vec<Task<Message>>>,
    /// The time of every drawing: a caret that blinks would differ on a slow machine.
    clock: iced::time::Instant,
}

impl Window {
    /// The start screen.
    pub(crate) fn new() -> Self {
        Self::within(tempfile::tempdir().unwrap())
    }

    fn within(folder: tempfile::TempDir) -> Self {
        let () = *CONTROLS;
        let app = App::new(Some(folder.path().join("data")), Some(BOOK.clone()));
        let font = Font::with_name("Noto Sans CJK SC");
        let renderer =
            block_on(<Renderer as Headless>::new(font, 16.0.into(), Some("tiny-skia"))).unwrap();
        let mut own = Self {
            app,
            cache: None,
            renderer,
            size: Size::new(1360.0, 900.0),
            cursor: Cursor::Unavailable,
            clipboard: None,
            ended: false,
            folder,
            held: None,
            clock: iced::time::Instant::now(),
        };
        own.redraw();
        own
    }

    /// The window with the sample in it.
    pub(crate) fn sample() -> Self {
        let mut own = Self::new();
        own.click("打开样刊");
        own
    }

    /// The window with the sample in it once the program runs again, with the same data.
    pub(crate) fn again(self) -> Self {
        let mut own = Self::within(self.folder);
        own.click("打开样刊");
        own
    }

    /// The window once the program was killed and runs again, with the same data.
    pub(crate) fn killed(self) -> Self {
        let Self { app, folder, .. } = self;
        drop(app);
        let mut own = Self::within(folder);
        own.look_back();
        own
    }

    /// Another window that opens while this one is open, with the same data.
    pub(crate) fn beside(&self) -> Self {
        let mut own = Self::new();
        own.app = App::new(Some(self.folder.path().join("data")), Some(BOOK.clone()));
        own.look_back();
        own
    }

    fn look_back(&mut self) {
        let task = self.app.look_back();
        self.run(task);
        self.redraw();
    }

    /// Some time passes in which nothing is done.
    pub(crate) fn wait(&mut self) {
        for _ in 0..3 {
            self.tell(Message::Beat);
        }
    }

    /// A path in a folder of the test's own.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    // Events and what follows from them.

    /// Sends one event through the controls; gives whether one of them took it.
    pub(crate) fn send(&mut self, event: Event) -> event::Status {
        let mut messages = Vec::new();
        let cache = self.cache.take().unwrap_or_default();
        let mut interface =
            UserInterface::build(self.app.view(), self.size, cache, &mut self.renderer);
        let mut clipboard = iced::advanced::clipboard::Null;
        let events = [event.clone()];
        let (_, statuses) = interface.update(
            &events,
            self.cursor,
            &mut self.renderer,
            &mut clipboard,
            &mut messages,
        );
        self.cache = Some(interface.into_cache());
        let status = statuses.into_iter().fold(event::Status::Ignored, event::Status::merge);
        messages.extend(App::heard(event, status));
        for message in messages {
            self.tell(message);
        }
        status
    }

    /// Hands a message to the application and does what it asks.
    pub(crate) fn tell(&mut self, message: Message) {
        let task = self.app.update(message);
        match &mut self.held {
            Some(held) => held.push(task),
            None => self.run(task),
        }
    }

    /// From now on work off the UI thread takes its time.
    pub(crate) fn hold(&mut self) {
        self.held = Some(Vec::new());
    }

    /// What was held back comes to its end, in the order in which it began.
    pub(crate) fn release(&mut self) {
        for task in self.held.take().unwrap_or_default() {
            self.run(task);
        }
        self.redraw();
    }

    fn run(&mut self, task: Task<Message>) {
        let Some(mut actions) = runtime::task::into_stream(task) else { return };
        while let Some(action) = block_on(actions.next()) {
            match action {
                Action::Output(message) => self.tell(message),
                Action::Clipboard(runtime::clipboard::Action::Read { channel, .. }) => {
                    channel.send(self.clipboard.clone()).unwrap();
                }
                Action::Clipboard(runtime::clipboard::Action::Write { contents, .. }) => {
                    self.clipboard = Some(contents);
                }
                Action::Widget(operation) => {
                    let mut next = Some(operation);
                    while let Some(mut operation) = next.take() {
                        let cache = self.cache.take().unwrap_or_default();
                        let (view, size) = (self.app.view(), self.size);
                        let mut interface =
                            UserInterface::build(view, size, cache, &mut self.renderer);
                        interface.operate(&self.renderer, operation.as_mut());
                        self.cache = Some(interface.into_cache());
                        if let Outcome::Chain(following) = operation.finish() {
                            next = Some(following);
                        }
                    }
                }
                Action::Exit => self.ended = true,
                // Channels to windows are dropped: there is none.
                Action::LoadFont { .. }
                | Action::Window(_)
                | Action::System(_)
                | Action::Image(_)
                | Action::Reload => {}
            }
        }
    }

    /// What the system sends before each frame; lets the pages know their room.
    pub(crate) fn redraw(&mut self) {
        let _ = self.send(Event::Window(window::Event::RedrawRequested(self.clock)));
    }

    /// Draws the window as it is.
    pub(crate) fn draw(&mut self) -> Vec<u8> {
        self.redraw();
        self.paint();
        #[expect(clippy::cast_possible_truncation, reason = "a window has few pixels")]
        #[expect(clippy::cast_sign_loss, reason = "a window is larger than nothing")]
        let size = Size::new(self.size.width as u32, self.size.height as u32);
        self.renderer.screenshot(size, 1.0, iced::Color::WHITE)
    }

    /// Lays the controls out and draws them, as far as the display list: what a key costs on this
    /// side of the screen.
    pub(crate) fn paint(&mut self) {
        let cursor = self.cursor;
        let cache = self.cache.take().unwrap_or_default();
        let mut interface =
            UserInterface::build(self.app.view(), self.size, cache, &mut self.renderer);
        let style = iced::advanced::renderer::Style { text_color: iced::Color::BLACK };
        interface.draw(&mut self.renderer, &Theme::Light, &style, cursor);
        self.cache = Some(interface.into_cache());
    }

    // Mouse.

    pub(crate) fn find<S>(&mut self, selector: S) -> Option<S::Output>
    where
        S: Selector + Send,
        S::Output: Clone + Send,
    {
        let mut operation = selector.find();
        let cache = self.cache.take().unwrap_or_default();
        let mut interface =
            UserInterface::build(self.app.view(), self.size, cache, &mut self.renderer);
        interface.operate(
            &self.renderer,
            &mut iced::advanced::widget::operation::black_box(&mut operation),
        );
        self.cache = Some(interface.into_cache());
        match iced::advanced::widget::Operation::finish(&operation) {
            Outcome::Some(output) => output,
            Outcome::None | Outcome::Chain(_) => None,
        }
    }

    /// Whether a text of the controls holds `words`.
    pub(crate) fn shows(&mut self, words: &str) -> bool {
        let words = words.to_owned();
        let holds = move |candidate: Candidate<'_>| match candidate {
            Candidate::Text { content, .. } if content.contains(&words) => Some(()),
            Candidate::TextInput { state, .. } if state.text().contains(&words) => Some(()),
            _ => None,
        };
        self.find(holds).is_some()
    }

    /// Clicks on the first control that shows exactly `words`.
    pub(crate) fn click(&mut self, words: &str) {
        let target = self.find(words);
        let Some(bounds) = target.and_then(|target| target.visible_bounds()) else {
            panic!("nothing to be seen shows {words:?}")
        };
        self.click_at(bounds.center());
    }

    pub(crate) fn move_to(&mut self, position: Point) {
        self.cursor = Cursor::Available(position);
        let _ = self.send(Event::Mouse(mouse::Event::CursorMoved { position }));
    }

    pub(crate) const fn cursor(&self) -> Option<Point> {
        match self.cursor {
            Cursor::Available(point) => Some(point),
            Cursor::Levitating(_) | Cursor::Unavailable => None,
        }
    }

    pub(crate) fn button(&mut self, down: bool) {
        let button = mouse::Button::Left;
        let _ = self.send(Event::Mouse(match down {
            true => mouse::Event::ButtonPressed(button),
            false => mouse::Event::ButtonReleased(button),
        }));
    }

    pub(crate) fn click_at(&mut self, position: Point) {
        self.move_to(position);
        self.button(true);
        self.button(false);
        self.redraw();
    }

    pub(crate) fn wheel(&mut self, down: f32) {
        let delta = mouse::ScrollDelta::Pixels { x: 0.0, y: -down };
        let _ = self.send(Event::Mouse(mouse::Event::WheelScrolled { delta }));
    }

    /// The room of the pages in the window.
    pub(crate) fn room(&mut self) -> Rectangle {
        self.find(Id::new(PAGES)).expect("pages").bounds()
    }

    /// Where a control of this name is laid out.
    pub(crate) fn bounds(&mut self, id: Id) -> Rectangle {
        self.find(id).expect("such a control").bounds()
    }

    /// Where it is seen.
    pub(crate) fn seen(&mut self, id: Id) -> Option<Rectangle> {
        self.find(id)?.visible_bounds()
    }

    /// Where a caret at `caret` stands in the window, scrolled there with the wheel.
    pub(crate) fn point_of(&mut self, caret: Caret) -> Point {
        let (page, rect) = self.app.rect_at(caret).expect("a caret on the pages");
        let room = self.room();
        let half = |length: gongbao::geom::Pt| length.scale(1, 2);
        let middle = gongbao::geom::Point::new(
            rect.at.x + half(rect.size.width),
            rect.at.y + half(rect.size.height),
        );
        let point = self.app.in_window(page, middle, room).unwrap();
        if point.y > room.y + 20.0 && point.y < room.y + room.height - 20.0 {
            return point;
        }
        self.move_to(room.center());
        self.wheel(point.y - room.center_y());
        self.app.in_window(page, middle, room).unwrap()
    }

    /// Clicks where a caret at `caret` stands.
    pub(crate) fn press(&mut self, caret: Caret) {
        let point = self.point_of(caret);
        self.click_at(point);
    }

    // Keys.

    pub(crate) fn key_with(&mut self, key: keyboard::Key, modifiers: Modifiers) {
        let text = match (&key, modifiers.is_empty()) {
            (keyboard::Key::Character(letter), true) => Some(letter.clone()),
            _ => None,
        };
        let _ = self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)));
        let _ = self.send(Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key.clone(),
            physical_key: keyboard::key::Physical::Unidentified(
                keyboard::key::NativeCode::Unidentified,
            ),
            location: keyboard::Location::Standard,
            modifiers,
            repeat: false,
            text,
        }));
        let none = Modifiers::empty();
        let _ = self.send(Event::Keyboard(keyboard::Event::ModifiersChanged(none)));
        self.redraw();
    }

    pub(crate) fn key(&mut self, named: keyboard::key::Named) {
        self.key_with(keyboard::Key::Named(named), Modifiers::empty());
    }

    pub(crate) fn shift(&mut self, named: keyboard::key::Named) {
        self.key_with(keyboard::Key::Named(named), Modifiers::SHIFT);
    }

    pub(crate) fn ctrl_named(&mut self, named: keyboard::key::Named) {
        self.key_with(keyboard::Key::Named(named), Modifiers::COMMAND);
    }

    pub(crate) fn ctrl(&mut self, letter: &str) {
        self.key_with(keyboard::Key::Character(letter.into()), Modifiers::COMMAND);
    }

    pub(crate) fn typewrite(&mut self, text: &str) {
        for letter in text.chars() {
            let letter = letter.to_string();
            self.key_with(keyboard::Key::Character(letter.as_str().into()), Modifiers::empty());
        }
    }

    pub(crate) fn input_method(&mut self, event: input_method::Event) {
        let _ = self.send(Event::InputMethod(event));
        self.redraw();
    }

    /// Runs the first command that fits `query` in the command palette.
    pub(crate) fn palette(&mut self, query: &str) {
        self.ctrl("k");
        self.typewrite(query);
        self.key(keyboard::key::Named::Enter);
    }

    /// Types over what a field holds, in a dialog that asks for a path, and accepts it.
    pub(crate) fn give_path(&mut self, path: &std::path::Path) {
        use gongbao::app::panel::dialog::Message as Dialog;
        let path = path.to_str().unwrap().to_owned();
        self.tell(Message::Dialog(Dialog::PathTyped(path)));
        self.key(keyboard::key::Named::Enter);
    }

    pub(crate) fn pages(&mut self, message: page_editor::Message) {
        self.tell(Message::Pages(message));
    }

    // The issue.

    pub(crate) fn issue(&self) -> &Issue {
        self.app.issue().expect("an issue")
    }

    pub(crate) fn text(&self, part: Part) -> String {
        place::text(self.issue(), part).expect("a text").string.clone()
    }

    /// The title of document `index`.
    pub(crate) fn title(&self, index: usize) -> Part {
        let (_, document) = self.issue().documents().nth(index).expect("a document");
        Part::Field(document.id, Field::Title)
    }

    /// Block `block` of document `index`, with those of attached documents behind its own.
    pub(crate) fn block(&self, index: usize, block: usize) -> Part {
        let (_, document) = self.issue().documents().nth(index).expect("a document");
        let blocks = bodies(document).into_iter().flat_map(|(_, body)| body);
        Part::Block(document.id, blocks.into_iter().nth(block).expect("a block").id)
    }

    /// The blocks of document `index`, as their texts.
    pub(crate) fn blocks(&self, index: usize) -> Vec<String> {
        let (_, document) = self.issue().documents().nth(index).expect("a document");
        let blocks = bodies(document).into_iter().flat_map(|(_, body)| body);
        blocks.map(|block| block.text.string.clone()).collect()
    }

    /// The head of the selection.
    pub(crate) fn caret(&self) -> Caret {
        self.app.selection().expect("a caret").1
    }
}
