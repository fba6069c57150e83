using System.Buffers;
using Wattshare.VmShare.Documents;
using Wattshare.VmShare.Native;

namespace Wattshare.VmShare.Publishing;

/// <summary>Reads and replaces <c>share.json</c> in any directory; one buffer serves all machines. One caller.</summary>
internal sealed class DocumentFile
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _input = new byte[ShareJson.LongestFile + 1];

    /// <summary>Reads the document of a directory.</summary>
    /// <param name="folder">The directory.</param>
    /// <returns>The document, or null when there is none that we wrote.</returns>
    public ShareDocument? Read(Folder folder) =>
        folder.ReadFile(ShareFiles.Document, _input, out var length) == Errno.Success
            && ShareJson.TryParse(_input.AsSpan(0, length), out var document) ? document : null;

    /// <summary>Replaces the document of a directory.</summary>
    /// <param name="folder">The directory.</param>
    /// <param name="document">The document.</param>
    /// <returns>An error number.</returns>
    public int Write(Folder folder, ShareDocument document)
    {
        _output.ResetWrittenCount();
        ShareJson.Write(document, _output);
        _output.Write("\n"u8);
        return folder.PutFile(ShareFiles.Document, ShareFiles.DocumentTemporary, _output.WrittenSpan, durable: false);
    }
}
