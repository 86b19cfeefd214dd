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
        string folder = Path.GetTempPath();
        string name = Path.Combine(folder, $"{Path.GetFileName(path)}-{Guid.NewGuid():N}.csv");
        SafeFileHandle? text = null;
        try
        {
            text = File.OpenHandle(
                name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(name);
            }

            RequireWhole(file, path, Copy(file, path, text));
            return text;
        }
        catch (Exception e)
        {
            text?.Dispose();
            throw e is IOException and not FileNotFoundException
                ? new IOException(
                    $"{path} could not be unpacked to {folder}: {e.Message} Name a folder with more room in TMPDIR "
                    + "(TMP on Windows), "
                    + "or decompress the file yourself.",
                    e)
                : e;
        }
    }

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
            RandomAccess.Write(text, buffer.AsSpan(0, read), length);
            length += read;
        }

        return length;
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
        // The last four bytes are the length of the text modulo 2³² (RFC 1952).
        Span<byte> ending = stackalloc byte[sizeof(uint)];
        RandomAccess.Read(file, ending, RandomAccess.GetLength(file) - ending.Length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(ending) != unchecked((uint)length))
        {
            throw new DatasetFormatException(
                path, 0, 0,
                "the file is cut off, or put together from several compressed files; "
                    + "compress the whole of its text anew.");
        }
    }
}
