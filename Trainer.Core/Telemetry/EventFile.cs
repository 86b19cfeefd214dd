using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using Tensorboard;

namespace Trainer.Core.Telemetry;

/// <summary>A file of events that TensorBoard shows.</summary>
/// <remarks>
/// Records in TensorFlow's form: length, its checksum, a serialized <see cref="Event"/>, its checksum; checksums are CRC-32C,
/// masked. TorchSharp's own writer opens the file anew for each event and keeps whole seconds only.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly TimeProvider _time;

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where; made if it is not there.</param>
    /// <param name="time">The clock.</param>
    public EventFile(string folder, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        _stream = Create(folder, $"events.out.tfevents.{seconds}.{Environment.ProcessId}");
        Write(new Event { FileVersion = "brain.Event:2" });
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
    public void AddImage(string tag, long step, byte[] png, int height, int width, int channels) => Add(step, new Summary.Types.Value
    {
        Tag = tag,
        Image = new Summary.Types.Image { Height = height, Width = width, Colorspace = channels, EncodedImageString = ByteString.CopyFrom(png) },
    });

    /// <summary>Hands everything to the operating system, so that TensorBoard sees it.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static FileStream Create(string folder, string name)
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

    private void Add(long step, Summary.Types.Value value) => Write(new Event { Step = step, Summary = new Summary { Value = { value } } });

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
