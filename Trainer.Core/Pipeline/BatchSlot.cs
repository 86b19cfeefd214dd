using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trainer.Augment.Images;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// The memory of one batch, allocated once, pinned for its life and reused: float32 N×C×H×W images, int64 class indices
/// and the row number of each sample.
/// </summary>
/// <remarks>
/// Who may write: from the scheduler's rent to the batcher's hand-over the stages, each to the positions of the chunk
/// it works on; from then on nobody, until the consumer's <see cref="Batch.Dispose"/> returns the slot to the pool.
/// </remarks>
internal sealed class BatchSlot
{
    // A cache line, and the width of the widest vector store.
    private const int AlignmentBytes = 64;

    private readonly int _imageLength;
    private readonly bool[] _missing;
    private volatile bool _anyMissing;
    private int _inUse;

    /// <summary>Allocates a slot.</summary>
    /// <param name="capacity">The most samples it can hold.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="softClasses">
    /// K, when samples are mixed and labels are shares of classes; 0 for class indices only.
    /// </param>
    /// <param name="extraCount">F: how many values each sample carries beside its image.</param>
    public unsafe BatchSlot(int capacity, ImageShape shape, int softClasses = 0, int extraCount = 0)
    {
        ExtraCount = extraCount;
        Extras = GC.AllocateArray<float>(capacity * extraCount, pinned: true);
        SoftClasses = softClasses;
        SoftLabels = GC.AllocateArray<float>(capacity * softClasses, pinned: true);
        Shape = shape;
        Capacity = capacity;
        _imageLength = shape.Length;

        // A page before and one behind the images: the pages that they lie in can be locked without a neighbour's.
        int page = Environment.SystemPageSize;
        int slack = ((2 * page) + AlignmentBytes) / sizeof(float);
        ImageArray = GC.AllocateUninitializedArray<float>(checked((capacity * _imageLength) + slack), pinned: true);
        TouchPages(ImageArray);
        nuint first = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(ImageArray)) + (nuint)page;
        ImageOffset = (page + (int)((AlignmentBytes - (first % AlignmentBytes)) % AlignmentBytes)) / sizeof(float);
        Labels = GC.AllocateArray<long>(capacity, pinned: true);
        Rows = new int[capacity];
        _missing = new bool[capacity];
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The most samples it can hold.</summary>
    public int Capacity { get; }

    /// <summary>The pinned array behind the images, which start at <see cref="ImageOffset"/>.</summary>
    public float[] ImageArray { get; }

    /// <summary>
    /// Where the first image starts in <see cref="ImageArray"/>, in elements; aligned to a cache line.
    /// </summary>
    public int ImageOffset { get; }

    /// <summary>The class index of each sample; pinned.</summary>
    public long[] Labels { get; }

    /// <summary>K, when labels are shares of classes; 0 otherwise.</summary>
    public int SoftClasses { get; }

    /// <summary>The share that each sample has of each class, N×K; pinned; empty unless samples are mixed.</summary>
    public float[] SoftLabels { get; }

    /// <summary>F: how many values each sample carries beside its image.</summary>
    public int ExtraCount { get; }

    /// <summary>Those values, N×F; pinned; empty if there are none.</summary>
    public float[] Extras { get; }

    /// <summary>The row number of each sample.</summary>
    public int[] Rows { get; }

    /// <summary>The batch it is being filled for.</summary>
    public PipelinePosition Position { get; private set; }

    /// <summary>The number of samples of that batch.</summary>
    public int Count { get; private set; }

    /// <summary>Has the system give the memory now, and not page by page in the middle of the first batch.</summary>
    private static void TouchPages(float[] memory)
    {
        for (int i = 0; i < memory.Length; i += Environment.SystemPageSize / sizeof(float))
        {
            memory[i] = 0;
        }
    }

    /// <summary>Takes the slot into use for a batch.</summary>
    public void Begin(PipelinePosition position, int count)
    {
        Volatile.Write(ref _inUse, 1);
        Position = position;
        Count = count;
        if (_anyMissing)
        {
            Array.Clear(_missing);
            _anyMissing = false;
        }
    }

    /// <summary>Ends the use for a batch.</summary>
    /// <returns>False if it was not in use: whoever gets true, and nobody else, gives it to the pool.</returns>
    public bool TryEnd() => Interlocked.Exchange(ref _inUse, 0) == 1;

    /// <summary>The place of one image: C×H×W.</summary>
    public Span<float> ImageAt(int position) =>
        ImageArray.AsSpan(ImageOffset + (position * _imageLength), _imageLength);

    /// <summary>The place of one sample's values beside its image: F.</summary>
    public Span<float> ExtrasAt(int position) => Extras.AsSpan(position * ExtraCount, ExtraCount);

    /// <summary>Leaves out a sample whose row is bad.</summary>
    public void MarkMissing(int position)
    {
        _missing[position] = true;
        _anyMissing = true;
    }

    /// <summary>Whether a sample is left out.</summary>
    public bool IsMissing(int position) => _missing[position];

    /// <summary>Closes the gaps of the samples that are left out: the others move up and stay in order.</summary>
    public void Compact()
    {
        if (!_anyMissing)
        {
            return;
        }

        int kept = 0;
        for (int position = 0; position < Count; position++)
        {
            if (!_missing[position])
            {
                ImageAt(position).CopyTo(ImageAt(kept));
                ExtrasAt(position).CopyTo(ExtrasAt(kept));
                Labels[kept] = Labels[position];
                Rows[kept] = Rows[position];
                kept++;
            }
        }

        Count = kept;
    }

    /// <summary>Gives each sample the whole share of its class.</summary>
    public void WriteOneHotLabels()
    {
        Array.Clear(SoftLabels);
        for (int i = 0; i < Count; i++)
        {
            SoftLabels[(i * SoftClasses) + Labels[i]] = 1;
        }
    }

    /// <summary>The images of the batch: N×C×H×W.</summary>
    public Span<float> Images => ImageArray.AsSpan(ImageOffset, Count * _imageLength);
}
