namespace Trainer.Core.Data;

/// <summary>
/// The bytes of a few records, one behind another, in one buffer that grows to the longest need and stays.
/// </summary>
/// <remarks>Not for two threads at once; the pipeline hands it from stage to stage.</remarks>
public sealed class RecordBuffer
{
    private readonly List<(int Offset, int Length, int Label)> _records = [];
    private byte[] _bytes = [];
    private int _used;

    /// <summary>How many records it holds.</summary>
    public int Count => _records.Count;

    /// <summary>How many bytes it holds.</summary>
    public int Bytes => _used;

    /// <summary>The bytes of one record; valid until the buffer is cleared.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(_records[index].Offset, _records[index].Length);

    /// <summary>The class index of one record's sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public int LabelAt(int index) => _records[index].Label;

    /// <summary>Forgets all records and keeps the memory.</summary>
    public void Clear()
    {
        _records.Clear();
        _used = 0;
    }

    /// <summary>Makes room behind the bytes so far. Spans of earlier rooms are no longer valid.</summary>
    /// <param name="length">Bytes, 0 or more.</param>
    /// <param name="offset">Where the room starts, for <see cref="Add"/>.</param>
    /// <returns>The room, for the caller to fill.</returns>
    public Span<byte> Reserve(int length, out int offset)
    {
        offset = _used;
        _used = checked(offset + length);
        if (_used > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(_used, Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        }

        return _bytes.AsSpan(offset, length);
    }

    /// <summary>Declares a part of the bytes to be the next record.</summary>
    /// <param name="offset">Where it starts: a room's offset, or a place inside the room.</param>
    /// <param name="length">The record's length in bytes.</param>
    /// <param name="label">The class index of its sample.</param>
    public void Add(int offset, int length, int label) => _records.Add((offset, length, label));
}
