using System.Text;

namespace Wattshare.Exporter.Options;

/// <summary>Reads the configuration file from disk.</summary>
internal static class ConfigFile
{
    /// <summary>No configuration is longer; something else was named by mistake.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file of at most <see cref="MaxBytes"/>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The text or the reason why there is none; never throws for what a file can be.</returns>
    public static ConfigText Read(string path)
    {
        if (Directory.Exists(path)) return ConfigText.Failed("is a directory, not a file");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length > MaxBytes ? ConfigText.Failed("is longer than 1 MiB") : Decode(bytes.AsSpan(0, length));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return ConfigText.Failed("does not exist");
        }
        catch (UnauthorizedAccessException)
        {
            return ConfigText.Failed("cannot be read: permission denied");
        }
        catch (IOException failure)
        {
            return ConfigText.Failed($"cannot be read: {Printable.Clean(failure.Message)}");
        }
    }

    private static ConfigText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return ConfigText.Of(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return ConfigText.Failed("is not UTF-8 text");
        }
    }
}
