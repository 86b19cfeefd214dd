using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;

namespace Trainer.Core.Data.Csv;

/// <summary>
/// The text of a file that gzip has compressed, unpacked once into a temporary file, so that its rows can be read in
/// any order. The file has no name where the system allows that, and is gone when it is closed, however the process
/// ends; elsewhere when it is closed.
/// </summary>
internal static class UnpackedFile
{
    private const int BufferBytes = 128 * 1024;
    private const int SmallestFile = 18;

    /// <summary>Opens a file of text: as it is, or, where gzip has made it, unpacked.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DatasetFormatException">It is damaged.</exception>
    /// <exception cref="IOException">There is no room to unpack it.</exception>
    public static SafeFileHandle Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        if (!IsGzip(file))
        {
            return file;
        }

        using (file)
        {
            return Unpack(file, path);
        }
    }

    private static bool IsGzip(SafeFileHandle file)
    {
        Span<byte> magic = stackalloc byte[2];
        return RandomAccess.Read(file, magic, 0) == 2 && magic is [0x1F, 0x8B];
    }

    private static SafeFileHandle Unpack(SafeFileHandle file, string path)
    {
        SafeFileHandle text = OperatingSystem.IsWindows() ? CreateInTemporaryFolder() : CreateWithoutName();
        try
        {
            RequireWhole(file, path, Copy(file, path, text));
            return text;
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    private static SafeFileHandle CreateInTemporaryFolder() => Create(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    /// <summary>In a folder of its own, which its user alone can enter, for as long as the file has a name.</summary>
    private static SafeFileHandle CreateWithoutName()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("unpacked-");
        try
        {
            return Create(folder.FullName, "rows.csv");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SafeFileHandle Create(string folder, string name) => File.OpenHandle(
        Path.Combine(folder, name),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.Delete,
        FileOptions.DeleteOnClose);

    /// <summary>Unpacks.</summary>
    /// <returns>The length of the text.</returns>
    private static long Copy(SafeFileHandle file, string path, SafeFileHandle text)
    {
        using var packed = new PositionedStream(file);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        byte[] buffer = new byte[BufferBytes];
        long length = 0;
        while (Read(unpacked, path, buffer) is var read and > 0)
        {
            Write(text, path, buffer.AsSpan(0, read), length);
            length += read;
        }

        return length;
    }

    private static void Write(SafeFileHandle text, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(text, bytes, offset);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"{path} could not be unpacked to {Path.GetTempPath()}: "
                + $"{e.Message} Name a folder with more room in TMPDIR "
                + "(TMP on Windows), or decompress the file yourself.",
                e);
        }
    }

    private static int Read(GZipStream stream, string path, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetFormatException(path, 0, 0, $"the file cannot be decompressed: {e.Message}");
        }
    }

    /// <summary>Refuses a file that is cut off, which decompresses without an error.</summary>
    private static void RequireWhole(SafeFileHandle file, string path, long length)
    {
        // The last four bytes are the length of the text modulo 2³² (RFC 1952); with what stands before they are 18 at
        // least.
        Span<byte> ending = stackalloc byte[sizeof(uint)];
        long bytes = RandomAccess.GetLength(file);
        if (bytes >= SmallestFile)
        {
            RandomAccess.Read(file, ending, bytes - ending.Length);
        }

        if (bytes < SmallestFile || BinaryPrimitives.ReadUInt32LittleEndian(ending) != unchecked((uint)length))
        {
            throw new DatasetFormatException(
                path, 0, 0,
                "the file is cut off, or put together from several compressed files; "
                    + "compress the whole of its text anew.");
        }
    }
}
