using Microsoft.Win32.SafeHandles;

namespace Trainer.Core.Data.Csv;

/// <summary>By what a file is seen to have been changed since its index was made.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastWriteTimeUtc">Its time stamp.</param>
internal readonly record struct FileStamp(long Length, DateTime LastWriteTimeUtc)
{
    /// <summary>The stamp of an open file.</summary>
    public static FileStamp Of(SafeFileHandle file) =>
        new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>Throws when the file is no longer what it was.</summary>
    /// <exception cref="DatasetFormatException">It was changed.</exception>
    public void RequireUnchanged(SafeFileHandle file, string path)
    {
        if (Of(file) != this)
        {
            throw Changed(file, path);
        }
    }

    /// <summary>What to say of a file that was changed.</summary>
    public DatasetFormatException Changed(SafeFileHandle file, string path) => new(
        path,
        0,
        0,
        $"the file was changed while it was in use (it had {Length:N0} bytes when it was opened, now "
        + $"{RandomAccess.GetLength(file):N0}); "
        + "start again, and leave the file alone meanwhile.");
}
