using System.Text;

namespace Trainer.Core.Checkpoints;

/// <summary>
/// Writes files that are whole at every moment: readers, and whoever comes after a crash, see the old content or the
/// new.
/// </summary>
/// <remarks>
/// The content goes to <c>&lt;name&gt;.tmp</c> beside the file, is flushed to the disk and then renamed over it. A
/// left-over <c>.tmp</c> file of a killed process is overwritten by the next write. One file must not be written by
/// two threads or processes at once.
/// </remarks>
public static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file through a stream.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">
    /// Writes the whole content; must leave the stream open. If it throws, the file stays as it was.
    /// </param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = path + TemporarySuffix;
        bool complete = false;
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            complete = true;
        }
        finally
        {
            if (!complete)
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Writes a file's bytes.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="bytes">The whole content.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) =>
        Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes a file's text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder must not be written.</exception>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
}
