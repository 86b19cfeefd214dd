using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Trainer.Core.Training.Callbacks;

/// <summary>A file of events that TensorBoard shows.</summary>
/// <remarks>
/// Records in TensorFlow's form: length, its checksum, a serialized <see cref="Event"/>, its checksum; checksums are
/// CRC-32C, masked. TorchSharp's own writer opens the file anew for each event and keeps whole seconds only.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly TimeProvider _time;

    private EventFile(FileStream stream, TimeProvider time)
    {
        _stream = stream;
        _time = time;
    }

    /// <summary>The file's name in its folder.</summary>
    public string Name => Path.GetFileName(_stream.Name);

    /// <summary>The bytes so far.</summary>
    public long Length => _stream.Length;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where; made if it is not there.</param>
    /// <param name="time">The clock.</param>
    public static EventFile Create(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var file = new EventFile(CreateNew(folder, $"events.out.tfevents.{seconds}.{Environment.ProcessId}"), time);
        file.Write(new Event { FileVersion = "brain.Event:2" });
        return file;
    }

    /// <summary>Goes on in a file of an earlier process.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How much of it counts, in bytes; the rest is cut off.</param>
    /// <param name="time">The clock.</param>
    public static EventFile Reopen(string path, long length, TimeProvider time)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        stream.SetLength(Math.Min(length, stream.Length));
        stream.Seek(0, SeekOrigin.End);
        return new EventFile(stream, time);
    }

    /// <summary>Adds a number.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="step">Where it stands on the axis.</param>
    /// <param name="value">The number.</param>
    public void AddScalar(string tag, long step, double value) =>
        Add(step, new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });

    /// <summary>Adds a histogram.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="step">Where it stands on the axis.</param>
    /// <param name="values">The values; those that are not finite are left out.</param>
    public void AddHistogram(string tag, long step, ReadOnlySpan<float> values) =>
        Add(step, new Summary.Types.Value { Tag = tag, Histo = Histogram.Of(values) });

    /// <summary>Adds a picture.</summary>
    /// <param name="tag">Its name.</param>
    /// <param name="step">Where it stands on the axis.</param>
    /// <param name="png">The bytes of a PNG file.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    public void AddImage(string tag, long step, byte[] png, int height, int width, int channels) =>
        Add(step, new Summary.Types.Value
        {
            Tag = tag,
            Image = new Summary.Types.Image
            {
                Height = height,
                Width = width,
                Colorspace = channels,
                EncodedImageString = ByteString.CopyFrom(png),
            },
        });

    /// <summary>Hands everything to the operating system, so that TensorBoard sees it.</summary>
    public void Flush() => _stream.Flush();

    /// <summary>Ends the file and deletes it.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_stream.Name);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static FileStream CreateNew(string folder, string name)
    {
        // Runs of one process within a second each get a file of their own.
        string free = Path.Combine(folder, name);
        for (int number = 2; File.Exists(free); number++)
        {
            free = Path.Combine(folder, $"{name}.{number}");
        }

        return new FileStream(free, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        // Masked: a checksum over data that holds its own checksum would be weak.
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private void Add(long step, Summary.Types.Value value) =>
        Write(new Event { Step = step, Summary = new Summary { Value = { value } } });

    private void Write(Event entry)
    {
        entry.WallTime = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        byte[] payload = entry.ToByteArray();
        Span<byte> head = stackalloc byte[sizeof(ulong) + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[sizeof(ulong)..], Checksum(head[..sizeof(ulong)]));
        Span<byte> tail = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Checksum(payload));
        _stream.Write(head);
        _stream.Write(payload);
        _stream.Write(tail);
    }
}
