//! `package`: an issue → everything that the print office gets, as one folder or archive.

use std::io::Write;

use super::create::say_access;
use super::export_command::complete;
use super::pages::compose_file;
use super::press::{self, Gate};
use super::{Error, PackageArguments, ProfileName, Status, say};
use crate::export::imposition::Scheme;
use crate::export::package::{Material, Wishes, package};
use crate::export::press::Marks;
use crate::export::{Profile, Watch};
use crate::store;

pub(super) fn run(arguments: &PackageArguments, err: &mut dyn Write) -> Result<Status, Error> {
    let marks = if arguments.marks { Marks::Printer } else { Marks::None };
    let mut options = press::options(&arguments.press, Profile::Press, marks)?;
    options.imposition = press::scheme(&arguments.sheets)?;
    if matches!(options.imposition, Some(Scheme::Grid { .. })) {
        return Err(Error::Usage(
            "--impose nup: 缩印不能上版，打包里已有缩样；请用 saddle、spreads 或 sections:16，或去掉 --impose"
                .to_owned(),
        ));
    }
    let composed = compose_file(&arguments.file)?;
    say_access(&arguments.file, &composed.access, err);
    complete(&composed, &arguments.file, ProfileName::Press)?;
    check_output(arguments)?;
    let gate = press::gate(&composed, &arguments.press, &mut options, err);
    let red = options.red;
    let wishes = Wishes {
        options,
        cover: arguments.cover.then(|| arguments.cover_red.map_or(red, press::red)),
        before: (gate == Gate::Closed).then(press::closed).into_iter().collect(),
        unmended: press::unmended(&composed),
        ..Wishes::default()
    };
    let own = Material {
        issue: &composed.issue,
        pages: &composed.composition.pages,
        info: &composed.composition.info,
        book: &composed.book,
        pictures: &composed.pictures,
    };
    let package = package(&own, &wishes, &Watch::default())
        .map_err(|failed| Error::Export { file: failed.file, error: failed.error })?;
    for part in &package.parts {
        say(err, &format!("{}：", part.listed.name));
        press::say_report(&part.report, err);
        press::say_order(&part.order, err);
    }
    store::package::write_package(&arguments.out, &package.files)?;
    Ok(press::status(&gate, package.is_fit(), err))
}

fn check_output(arguments: &PackageArguments) -> Result<(), Error> {
    let out = &arguments.out;
    if super::target::is_issue_name(out) || store::is_same(&arguments.file, out) {
        return Err(Error::Usage(format!(
            "{}: 打包要写成文件夹或 .zip 文件，没有改动；请换一个名字",
            out.display()
        )));
    }
    Ok(store::package::check_package(out)?)
}
