use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path};

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, fstat, openat, statat};
use rustix::io::Errno;

const BLOCK: usize = 64 * 1024;

#[cfg(target_os = "linux")]
const SEARCH: OFlags = OFlags::PATH;
#[cfg(not(target_os = "linux"))]
const SEARCH: OFlags = OFlags::RDONLY;

/// What identifies one version of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Size in bytes.
    pub size: u64,
    /// Time of the last modification, in nanoseconds since the Unix epoch.
    pub mtime_ns: i64,
    /// Time of the last change of content or attributes, in nanoseconds since the Unix epoch.
    /// Unlike the other it cannot be set by whoever writes the file.
    pub ctime_ns: i64,
    /// Inode number.
    pub inode: u64,
}

impl From<&Metadata> for Stat {
    fn from(metadata: &Metadata) -> Self {
        Stat {
            size: metadata.len(),
            mtime_ns: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            ctime_ns: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }
}

/// One complete reading of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The content, or `None` when it is larger than the limit that was asked for.
    pub bytes: Option<Vec<u8>>,
    /// The file's state, the same before and after the reading.
    pub stat: Stat,
    /// BLAKE3 of the raw bytes, in lower-case hexadecimal.
    pub hash: String,
    /// Physical lines: line feeds, and one more where the last line has none.
    pub lines: u64,
}

/// What a path that is not a regular file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A directory.
    Directory,
    /// A symbolic link, wherever it points.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A Unix domain socket.
    Socket,
    /// A character or block device.
    Device,
    /// Anything else.
    Other,
}

impl FileKind {
    /// The stable name of the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            FileKind::Directory => "directory",
            FileKind::Symlink => "symlink",
            FileKind::Fifo => "fifo",
            FileKind::Socket => "socket",
            FileKind::Device => "device",
            FileKind::Other => "other",
        }
    }
}

/// Why a file could not be read or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is nothing at this path.
    NotFound,
    /// The file or a directory above it may not be opened.
    PermissionDenied,
    /// The path is there, but is not a regular file.
    NotRegular(FileKind),
    /// The path is absolute, contains `..`, or leads through a symbolic link.
    OutsideRoot,
    /// The file was written while it was read. Try again later.
    Changing,
    /// The path is not UTF-8.
    NotUtf8Path,
    /// Any other error of the operating system, in its words.
    Io(String),
}

impl From<Errno> for ReadError {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::NOENT | Errno::NOTDIR => ReadError::NotFound,
            Errno::ACCESS | Errno::PERM => ReadError::PermissionDenied,
            Errno::LOOP => ReadError::NotRegular(FileKind::Symlink),
            other => ReadError::Io(io::Error::from(other).to_string()),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match Errno::from_io_error(&error) {
            Some(errno) => errno.into(),
            None => ReadError::Io(error.to_string()),
        }
    }
}

/// Looks at one file below `root` without opening it.
pub fn stat(root: &Path, path: impl AsRef<Path>) -> Result<Stat, ReadError> {
    let (directory, name) = Directory::around(root, path.as_ref())?;
    directory.stat(name)
}

/// Reads one regular file below `root`, once.
///
/// A file larger than `max_bytes` is hashed and counted in blocks and comes back without bytes.
pub fn read(root: &Path, path: impl AsRef<Path>, max_bytes: u64) -> Result<SourceFile, ReadError> {
    let (directory, name) = Directory::around(root, path.as_ref())?;
    read_in(&directory, name, max_bytes)
}

/// The contents of those of some names that are regular files in a directory below `root`, in their
/// order. What is larger than `max_bytes` is left out.
pub fn read_named<'a>(
    root: &Path,
    directory: impl AsRef<Path>,
    names: &[&'a str],
    max_bytes: u64,
) -> Vec<(&'a str, Vec<u8>)> {
    let Ok(directory) = Directory::find(root, directory.as_ref()) else {
        return Vec::new();
    };
    // What may not be listed may be read all the same.
    let there = directory.list(names).unwrap_or_else(|_| names.to_vec());
    let names = names.iter().filter(|name| there.contains(*name));
    let read = |name: &&'a str| {
        let file = read_in(&directory, name.as_ref(), max_bytes).ok()?;
        Some((*name, file.bytes?))
    };
    names.filter_map(read).collect()
}

fn read_in(directory: &Directory, name: &OsStr, max_bytes: u64) -> Result<SourceFile, ReadError> {
    directory.stat(name)?;
    let file = directory.open(name)?;
    let before = regular(&fstat(&file)?)?;
    let content = Content::take(File::from(file), before.size, max_bytes)?;
    match directory.stat(name) {
        Ok(after) if after == before && content.length == before.size => Ok(SourceFile {
            bytes: content.bytes,
            stat: before,
            hash: content.hash,
            lines: content.lines,
        }),
        _ => Err(ReadError::Changing),
    }
}

/// Opens a file that is no part of the codebase (an ignore file, a file of git), with the same
/// care: nothing but a regular file is ever opened, so that no named pipe blocks us.
pub(crate) fn read_regular(path: &Path, max_bytes: u64) -> Option<Vec<u8>> {
    let directory = Directory::root(path.parent()?).ok()?;
    let name = path.file_name()?;
    let size = directory.stat(name).ok()?.size;
    let file = directory.open(name).ok()?;
    regular(&fstat(&file).ok()?).ok()?;
    (size <= max_bytes).then_some(())?;
    Content::take(File::from(file), size, max_bytes).ok()?.bytes
}

/// A directory that has been reached from the root without following a link.
struct Directory(OwnedFd);

impl Directory {
    /// The directory of a path, and its name there.
    fn around<'a>(root: &Path, path: &'a Path) -> Result<(Directory, &'a OsStr), ReadError> {
        let mut names = plain_components(path)?;
        let name = names
            .pop()
            .ok_or(ReadError::NotRegular(FileKind::Directory))?;
        Ok((Directory::below(root, names)?, name))
    }

    fn find(root: &Path, path: &Path) -> Result<Directory, ReadError> {
        Directory::below(root, plain_components(path)?)
    }

    fn below(root: &Path, names: Vec<&OsStr>) -> Result<Directory, ReadError> {
        let root = Directory::root(root)?;
        names.into_iter().try_fold(root, |at, name| at.enter(name))
    }

    fn root(path: &Path) -> Result<Directory, ReadError> {
        let flags = SEARCH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Directory(openat(CWD, path, flags, Mode::empty())?))
    }

    fn enter(&self, name: &OsStr) -> Result<Directory, ReadError> {
        let flags = SEARCH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        match openat(&self.0, name, flags, Mode::empty()) {
            Ok(directory) => Ok(Directory(directory)),
            Err(_) if self.has_symlink(name) => Err(ReadError::OutsideRoot),
            Err(errno) => Err(errno.into()),
        }
    }

    fn has_symlink(&self, name: &OsStr) -> bool {
        let found = statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW);
        found.is_ok_and(|stat| FileType::from_raw_mode(stat.st_mode) == FileType::Symlink)
    }

    /// Those of the names that it has.
    fn list<'a>(&self, names: &[&'a str]) -> Result<Vec<&'a str>, ReadError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let listing = Dir::new(openat(&self.0, ".", flags, Mode::empty())?)?;
        let mut there = Vec::new();
        for entry in listing {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            there.extend(names.iter().find(|one| one.as_bytes() == name));
        }
        Ok(there)
    }

    fn stat(&self, name: &OsStr) -> Result<Stat, ReadError> {
        regular(&statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    fn open(&self, name: &OsStr) -> Result<OwnedFd, ReadError> {
        let flags =
            OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        Ok(openat(&self.0, name, flags, Mode::empty())?)
    }
}

fn plain_components(path: &Path) -> Result<Vec<&OsStr>, ReadError> {
    path.to_str().ok_or(ReadError::NotUtf8Path)?;
    path.components()
        .filter(|component| *component != Component::CurDir)
        .map(|component| match component {
            Component::Normal(name) => Ok(name),
            _ => Err(ReadError::OutsideRoot),
        })
        .collect()
}

#[allow(
    clippy::unnecessary_cast,
    reason = "the field types differ between platforms"
)]
fn regular(stat: &rustix::fs::Stat) -> Result<Stat, ReadError> {
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Ok(Stat {
            size: u64::try_from(stat.st_size).unwrap_or(0),
            mtime_ns: nanoseconds(stat.st_mtime as i64, stat.st_mtime_nsec as i64),
            ctime_ns: nanoseconds(stat.st_ctime as i64, stat.st_ctime_nsec as i64),
            inode: stat.st_ino,
        }),
        other => Err(ReadError::NotRegular(kind(other))),
    }
}

fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

fn kind(file_type: FileType) -> FileKind {
    match file_type {
        FileType::Directory => FileKind::Directory,
        FileType::Symlink => FileKind::Symlink,
        FileType::Fifo => FileKind::Fifo,
        FileType::Socket => FileKind::Socket,
        FileType::CharacterDevice | FileType::BlockDevice => FileKind::Device,
        _ => FileKind::Other,
    }
}

struct Content {
    bytes: Option<Vec<u8>>,
    length: u64,
    hash: String,
    lines: u64,
}

impl Content {
    fn take(file: File, size: u64, max_bytes: u64) -> Result<Content, ReadError> {
        if size <= max_bytes {
            Content::whole(file, size)
        } else {
            Content::streamed(file, size)
        }
    }

    fn whole(file: File, size: u64) -> Result<Content, ReadError> {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.take(size.saturating_add(1)).read_to_end(&mut bytes)?;
        let mut lines = LineCount::default();
        lines.add(&bytes);
        Ok(Content {
            length: bytes.len() as u64,
            hash: blake3::hash(&bytes).to_hex().to_string(),
            lines: lines.total(),
            bytes: Some(bytes),
        })
    }

    fn streamed(file: File, size: u64) -> Result<Content, ReadError> {
        let mut file = file.take(size.saturating_add(1));
        let (mut hasher, mut lines, mut length) = (blake3::Hasher::new(), LineCount::default(), 0);
        let mut block = vec![0; BLOCK];
        loop {
            let read = file.read(&mut block)?;
            if read == 0 {
                break;
            }
            length += read as u64;
            hasher.update(&block[..read]);
            lines.add(&block[..read]);
        }
        let hash = hasher.finalize().to_hex().to_string();
        Ok(Content {
            bytes: None,
            length,
            hash,
            lines: lines.total(),
        })
    }
}

#[derive(Default)]
struct LineCount {
    feeds: u64,
    open: bool,
}

impl LineCount {
    fn add(&mut self, bytes: &[u8]) {
        self.feeds += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.open = bytes.last().map_or(self.open, |last| *last != b'\n');
    }

    fn total(&self) -> u64 {
        self.feeds + u64::from(self.open)
    }
}
