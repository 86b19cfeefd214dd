using System.Buffers.Binary;
using System.IO.Compression;

namespace Trainer.Tests.Augment.ImageSharp;

/// <summary>Adds to PNG files what no picture needs.</summary>
internal static class Png
{
    private const int EndChunkLength = 12;

    /// <summary>Adds a compressed text (chunk <c>zTXt</c>) before the end of the file.</summary>
    /// <param name="png">The file.</param>
    /// <param name="length">The characters of the text.</param>
    public static byte[] AddCompressedText(byte[] png, int length)
    {
        using var text = new MemoryStream();
        using (var zlib = new ZLibStream(text, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] block = new byte[1 << 20];
            Array.Fill(block, (byte)'a');
            for (int written = 0; written < length; written += block.Length)
            {
                zlib.Write(block);
            }
        }

        byte[] content = [.. "zTXt"u8, .. "Comment"u8, 0, 0, .. text.ToArray()];
        byte[] chunk = new byte[content.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length - 4);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(content));
        return [.. png[..^EndChunkLength], .. chunk, .. png[^EndChunkLength..]];
    }

    /// <summary>The checksum of a chunk: CRC-32 with the polynomial 0xEDB88320. Source: PNG specification, annex D.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
