use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Which file systems send no events for what others change in them, looked up once per device.
///
/// A probe file would not tell: a change of our own does send an event, on these as on any other.
#[derive(Debug, Default)]
pub(crate) struct FileSystems(BTreeMap<u64, Option<&'static str>>);

impl FileSystems {
    /// The name of the remote file system that the directory lies on.
    pub fn remote(&mut self, directory: &Path) -> Option<&'static str> {
        let device = fs::symlink_metadata(directory).ok()?.dev();
        *self
            .0
            .entry(device)
            .or_insert_with(|| remote_name(magic(directory)?))
    }
}

#[cfg(target_os = "linux")]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unnecessary_cast,
    reason = "a number of 32 bits in a field whose type differs between architectures"
)]
fn magic(directory: &Path) -> Option<u32> {
    Some(rustix::fs::statfs(directory).ok()?.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn magic(_directory: &Path) -> Option<u32> {
    None
}

/// The numbers are those of statfs(2) and of the kernel's `magic.h`.
fn remote_name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x0000_6969 => "NFS",
        0x0000_517b | 0xff53_4d42 | 0xfe53_4d42 => "SMB",
        0x0102_1997 => "9p",
        // sshfs, virtiofs, the shared folders of Docker Desktop.
        0x6573_5546 => "FUSE",
        0x00c3_6400 => "Ceph",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x7375_7245 => "Coda",
        0x0bd0_0bd0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        0x4750_4653 => "GPFS",
        0x786f_4256 => "a VirtualBox shared folder",
        0xbacb_acbc => "a VMware shared folder",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_others_can_change_is_remote() {
        let (ext4, overlay, tmpfs) = (0xef53, 0x794c_7630, 0x0102_1994);
        for local in [ext4, overlay, tmpfs] {
            assert_eq!(remote_name(local), None);
        }
        assert_eq!(remote_name(0xfe53_4d42), Some("SMB"));
    }

    #[test]
    fn a_temporary_directory_is_local() {
        let place = tempfile::tempdir().unwrap();
        assert_eq!(FileSystems::default().remote(place.path()), None);
        let none = place.path().join("none");
        assert_eq!(FileSystems::default().remote(&none), None);
    }
}
