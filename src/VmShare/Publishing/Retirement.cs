using Wattshare.VmShare.Documents;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>
/// Takes back what was published for a machine that is gone. Only names that the writer makes are removed, and only from a directory
/// with a <c>share.json</c> of ours; a directory that an administrator made stays (QEMU wants it when the machine starts again),
/// and so does one with anything else in it.
/// </summary>
/// <param name="documents">Reads <c>share.json</c>.</param>
/// <param name="faults">Where faults go.</param>
internal sealed class Retirement(DocumentFile documents, FaultList faults)
{
    /// <summary>The document of a directory, if it is one of ours.</summary>
    /// <param name="root">The root of the share.</param>
    /// <param name="name">The name of the directory.</param>
    /// <returns>The document, or null.</returns>
    public ShareDocument? DocumentOf(Folder root, string name)
    {
        _ = root.Open(name, out var opened);
        using var folder = opened;
        return folder is null ? null : documents.Read(folder);
    }

    /// <summary>Removes what was published in a directory, and the directory when it was made by the writer and is then empty.</summary>
    /// <param name="root">The root of the share.</param>
    /// <param name="name">The name of the directory.</param>
    public void Retire(Folder root, string name)
    {
        _ = root.Open(name, out var opened);
        using var folder = opened;
        if (folder is null || documents.Read(folder) is not { } document) return;
        var error = RemoveFiles(folder);
        if (error == Errno.Success && document.DirectoryMade) error = root.RemoveFolder(name);
        if (error is not (Errno.Success or Errno.NotEmpty)) faults.Failed(ShareFaultKind.Unwritable, folder.Path, error);
    }

    /// <summary>The document goes last: a writer that is killed halfway finds the directory again by it.</summary>
    private static int RemoveFiles(Folder folder)
    {
        foreach (var zone in ShareFiles.Zones)
        {
            var error = RemoveZone(folder, zone);
            if (error is not (Errno.Success or Errno.NotEmpty)) return error;
        }

        var last = folder.Remove(ShareFiles.DocumentTemporary);
        return last != Errno.Success ? last : folder.Remove(ShareFiles.Document);
    }

    private static int RemoveZone(Folder folder, string zone)
    {
        var error = folder.Open(zone, out var opened);
        using var held = opened;
        // A link or a file in the place of a zone is not one of ours.
        if (held is null) return error is Errno.NotThere or Errno.LinkLoop or Errno.NotFolder ? Errno.Success : error;
        foreach (var name in ShareFiles.InZone)
        {
            error = held.Remove(name);
            if (error is not (Errno.Success or Errno.NotEmpty)) return error;
        }

        return folder.RemoveFolder(zone);
    }
}
