using System.Diagnostics;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline.Stages;

/// <summary>
/// The message between the stages: a few samples of one batch. Pooled; owned by the stage that works on it, and by the
/// pool when the batcher has counted it.
/// </summary>
internal sealed class SampleChunk
{
    private readonly int[] _rows;
    private readonly int[] _passes;
    private string? _stageInWork;
    private int _rowInWork;

    /// <summary>Makes a chunk for up to <paramref name="capacity"/> samples.</summary>
    public SampleChunk(int capacity)
    {
        _rows = new int[capacity];
        _passes = new int[capacity];
    }

    /// <summary>
    /// The encoded records, where all of them are read before the chunk is sent off: of sources without random access.
    /// </summary>
    public RecordBuffer Records { get; } = new();

    /// <summary>Whether they are there.</summary>
    public bool IsRead { get; set; }

    /// <summary>Where the samples are decoded, while the chunk has it.</summary>
    public PixelBuffer? Pixels { get; set; }

    /// <summary>The batch that the samples belong to.</summary>
    public BatchSlot Slot { get; private set; } = null!;

    /// <summary>The position in the batch of the first sample.</summary>
    public int Offset { get; private set; }

    /// <summary>The number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>The samples' row numbers.</summary>
    public ReadOnlyMemory<int> Rows => _rows.AsMemory(0, Count);

    /// <summary>Whether the batch is complete with this chunk.</summary>
    public bool IsLastOfBatch => Offset + Count == Slot.Count;

    /// <summary>When the stage that works on the chunk began to, by its meter.</summary>
    public long WorkStarted { get; set; }

    /// <summary>The span of that work; null if nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>The stage whose delegate works on the chunk now, or null; read by other threads for reports.</summary>
    public string? StageInWork
    {
        get => Volatile.Read(ref _stageInWork);
        set => Volatile.Write(ref _stageInWork, value);
    }

    /// <summary>The row in work there; read by other threads for reports.</summary>
    public int RowInWork { get => Volatile.Read(ref _rowInWork); set => Volatile.Write(ref _rowInWork, value); }

    /// <summary>Gives the chunk its samples.</summary>
    public void Assign(BatchSlot slot, int offset, int count, BatchSchedule schedule)
    {
        Slot = slot;
        IsRead = false;
        Offset = offset;
        Count = count;
        for (int i = 0; i < count; i++)
        {
            ScheduledSample sample = schedule.SampleAt(slot.Position.Epoch, slot.Position.Step, offset + i);
            _rows[i] = sample.Row;
            _passes[i] = sample.Pass;
        }
    }

    /// <summary>The pass over the data set that a sample belongs to.</summary>
    public int PassAt(int index) => _passes[index];

    /// <summary>Short on purpose: TPL Dataflow keeps it in the data of an exception.</summary>
    public override string ToString() =>
        Slot is null ? "unassigned chunk" : $"batch {Slot.Position}, samples {Offset}–{Offset + Count - 1}";
}
