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
/// Who may write: from the reader's rent to the batcher's hand-over the stages, each to the positions of the chunk it
/// works on; from then on nobody, until the consumer's <see cref="Batch.Dispose"/> returns the slot to the pool.
/// </remarks>
internal sealed class BatchSlot
{
    // A cache line, and the width of the widest vector store.
    private const int AlignmentBytes = 64;

    private readonly int _imageLength;

    /// <summary>Allocates a slot.</summary>
    /// <param name="capacity">The most samples it can hold.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <param name="softClasses">K, when samples are mixed and labels are shares of classes; 0 for class indices only.</param>
    public unsafe BatchSlot(int capacity, ImageShape shape, int softClasses = 0)
    {
        SoftClasses = softClasses;
        SoftLabels = GC.AllocateArray<float>(capacity * softClasses, pinned: true);
        Shape = shape;
        Capacity = capacity;
        _imageLength = shape.Length;
        const int Slack = AlignmentBytes / sizeof(float);
        ImageArray = GC.AllocateArray<float>(checked((capacity * _imageLength) + Slack), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(ImageArray));
        ImageOffset = (int)((AlignmentBytes - (address % AlignmentBytes)) % AlignmentBytes / sizeof(float));
        Labels = GC.AllocateArray<long>(capacity, pinned: true);
        Rows = new int[capacity];
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The most samples it can hold.</summary>
    public int Capacity { get; }

    /// <summary>The pinned array behind the images, which start at <see cref="ImageOffset"/>.</summary>
    public float[] ImageArray { get; }

    /// <summary>Where the first image starts in <see cref="ImageArray"/>, in elements; aligned to a cache line.</summary>
    public int ImageOffset { get; }

    /// <summary>The class index of each sample; pinned.</summary>
    public long[] Labels { get; }

    /// <summary>K, when labels are shares of classes; 0 otherwise.</summary>
    public int SoftClasses { get; }

    /// <summary>The share that each sample has of each class, N×K; pinned; empty unless samples are mixed.</summary>
    public float[] SoftLabels { get; }

    /// <summary>The row number of each sample.</summary>
    public int[] Rows { get; }

    /// <summary>The batch it is being filled for.</summary>
    public PipelinePosition Position { get; private set; }

    /// <summary>The number of samples of that batch.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the slot into use for a batch.</summary>
    public void Begin(PipelinePosition position, int count)
    {
        Position = position;
        Count = count;
    }

    /// <summary>The place of one image: C×H×W.</summary>
    public Span<float> ImageAt(int position) =>
        ImageArray.AsSpan(ImageOffset + (position * _imageLength), _imageLength);

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
