//! What comes from the system: events of the window, keys that no control took, beats of the clock.

use iced::{Event, Subscription, Task, event, keyboard, time, window};

use super::action::{Action, Command};
use super::{App, Message, TICK, files, recovery};

impl App {
    pub(super) fn subscription(&self) -> Subscription<Message> {
        let heard = event::listen_with(|event, status, _| Self::heard(event, status));
        let tick = self.busy.counts().then(|| time::every(TICK).map(|_| Message::Ticked));
        let beat = self.recovery.is_behind();
        let beat = beat.then(|| time::every(recovery::BEAT).map(|_| Message::Beat));
        Subscription::batch([Some(heard), tick, beat].into_iter().flatten())
    }

    /// What an event of the window is to the application, once the controls have seen it.
    pub fn heard(event: Event, status: event::Status) -> Option<Message> {
        match (event, status) {
            (Event::Window(window::Event::Rescaled(scale)), _) => Some(Message::Rescaled(scale)),
            (Event::Window(event), _) => match event {
                window::Event::Opened { .. }
                | window::Event::Resized(_)
                | window::Event::CloseRequested
                | window::Event::FileDropped(_) => Some(Message::Window(event)),
                _ => None,
            },
            (Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }), status) => {
                // A field takes Escape for itself, and yet it closes what the field is in.
                let escape = key == keyboard::Key::Named(keyboard::key::Named::Escape);
                let free = status == event::Status::Ignored;
                (free || escape).then_some(Message::Key(key, modifiers))
            }
            _ => None,
        }
    }

    pub(super) fn window(&mut self, event: window::Event) -> Task<Message> {
        match event {
            window::Event::CloseRequested => self.perform(Action::Run(Command::Quit)),
            window::Event::Opened { size, .. } | window::Event::Resized(size) => {
                self.width = size.width;
                Task::none()
            }
            window::Event::FileDropped(path) if files::is_named_as_issue(&path) => {
                self.perform(Action::Open(path))
            }
            window::Event::FileDropped(path) => self.receive(vec![path]),
            _ => Task::none(),
        }
    }
}
