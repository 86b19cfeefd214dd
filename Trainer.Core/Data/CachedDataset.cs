using Trainer.Augment.Images;

namespace Trainer.Core.Data;

/// <summary>
/// Keeps decoded images in memory, so that from the second pass on they are neither read nor parsed again.
/// </summary>
/// <remarks>
/// Rows are kept from the first on, as many as the limit allows; the others go to the source at every pass. What is
/// kept is what the source delivered at first: later changes of a file are not seen.
/// </remarks>
public sealed class CachedDataset : IImageDataset
{
    private const long BytesPerMegabyte = 1_000_000;

    // Large enough to stay where the garbage collector puts it, small enough to be of use for small limits.
    private const int BlockBytes = 1 << 20;

    private const int Empty = 0;
    private const int Filling = 1;
    private const int Ready = 2;

    private readonly IImageDataset _source;
    private readonly int[] _states;
    private readonly int[] _labels;
    private readonly Array?[] _blocks;
    private readonly float[] _extras;
    private readonly int _rowsPerBlock;

    /// <summary>Takes over a data set.</summary>
    /// <param name="source">The images; disposed with the cache.</param>
    /// <param name="megabytes">
    /// The most memory for decoded images, in 10⁶ bytes, at least 0. It is taken as rows arrive.
    /// </param>
    /// <exception cref="ArgumentException">The source can only be read from its beginning to its end.</exception>
    public CachedDataset(IImageDataset source, int megabytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(megabytes);
        if (!source.SupportsRandomAccess)
        {
            throw new ArgumentException(
                $"{source.Name} can only be read from its beginning to its end, and so cannot be cached.",
                nameof(source));
        }

        _source = source;
        int bytesPerPixel = source.PixelType == PixelType.UInt8 ? sizeof(byte) : sizeof(float);
        int rowBytes = (source.Shape.Length * bytesPerPixel) + (source.ExtraNames.Count * sizeof(float));
        CachedRows = (int)Math.Min(source.Count, megabytes * BytesPerMegabyte / rowBytes);
        _states = new int[CachedRows];
        _labels = new int[CachedRows];
        _extras = new float[CachedRows * source.ExtraNames.Count];
        _rowsPerBlock = Math.Max(1, BlockBytes / (source.Shape.Length * bytesPerPixel));
        _blocks = new Array?[(CachedRows + _rowsPerBlock - 1) / _rowsPerBlock];
    }

    /// <summary>How many rows there is room for.</summary>
    public int CachedRows { get; }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public ImageShape Shape => _source.Shape;

    /// <inheritdoc/>
    public LabelBinarizer Labels => _source.Labels;

    /// <inheritdoc/>
    public int Count => _source.Count;

    /// <inheritdoc/>
    public bool SupportsRandomAccess => true;

    /// <inheritdoc/>
    public PixelType PixelType => _source.PixelType;

    /// <inheritdoc/>
    public IReadOnlyList<string> ExtraNames => _source.ExtraNames;

    /// <inheritdoc/>
    public void WarmUp() => _source.WarmUp();

    /// <inheritdoc/>
    public IRecordReader OpenReader() => new Reader(this);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> FindPixels(int row) =>
        PixelType == PixelType.UInt8 && IsCached(row) ? PlaceOf<byte>(row) : [];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<byte> pixels)
    {
        if (IsCached(row))
        {
            PlaceOf<byte>(row).CopyTo(pixels);
            return;
        }

        _source.Decode(record, row, pixels);
        Keep<byte>(record, row, pixels);
    }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> record, int row, Span<float> pixels)
    {
        if (IsCached(row))
        {
            PlaceOf<float>(row).CopyTo(pixels);
            return;
        }

        _source.Decode(record, row, pixels);
        Keep<float>(record, row, pixels);
    }

    /// <inheritdoc/>
    public void DecodeExtras(ReadOnlySpan<byte> record, int row, Span<float> extras)
    {
        if (IsCached(row))
        {
            ExtrasOf(row).CopyTo(extras);
        }
        else
        {
            _source.DecodeExtras(record, row, extras);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private bool IsCached(int row) => row < CachedRows && Volatile.Read(ref _states[row]) == Ready;

    /// <summary>Copies a decoded row, unless another thread is doing so.</summary>
    private void Keep<T>(ReadOnlySpan<byte> record, int row, ReadOnlySpan<T> pixels)
    {
        if (row < CachedRows && Interlocked.CompareExchange(ref _states[row], Filling, Empty) == Empty)
        {
            try
            {
                _source.DecodeExtras(record, row, ExtrasOf(row));
                pixels.CopyTo(PlaceOf<T>(row));
                Volatile.Write(ref _states[row], Ready);
            }
            catch
            {
                Volatile.Write(ref _states[row], Empty);
                throw;
            }
        }
    }

    private Span<T> PlaceOf<T>(int row)
    {
        ref Array? block = ref _blocks[row / _rowsPerBlock];
        if (Volatile.Read(ref block) is null)
        {
            int rows = Math.Min(_rowsPerBlock, CachedRows - (row / _rowsPerBlock * _rowsPerBlock));
            Interlocked.CompareExchange(ref block, GC.AllocateUninitializedArray<T>(rows * Shape.Length), null);
        }

        return ((T[])block!).AsSpan(row % _rowsPerBlock * Shape.Length, Shape.Length);
    }

    private Span<float> ExtrasOf(int row) => _extras.AsSpan(row * ExtraNames.Count, ExtraNames.Count);

    /// <summary>
    /// Asks the source's reader for the rows that are not there; a row that is there has an empty record.
    /// </summary>
    private sealed class Reader(CachedDataset dataset) : IRecordReader
    {
        private readonly IRecordReader _source = dataset._source.OpenReader();

        public async ValueTask ReadAsync(ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            for (int from = 0; from < rows.Length;)
            {
                int to = from;
                while (to < rows.Length && !dataset.IsCached(rows.Span[to]))
                {
                    to++;
                }

                if (to > from)
                {
                    await ReadNewAsync(rows[from..to], records, cancellation).ConfigureAwait(false);
                }

                for (from = to; from < rows.Length && dataset.IsCached(rows.Span[from]); from++)
                {
                    records.Add(0, 0, dataset._labels[rows.Span[from]]);
                }
            }
        }

        public ValueTask DisposeAsync() => _source.DisposeAsync();

        private async ValueTask ReadNewAsync(
            ReadOnlyMemory<int> rows, RecordBuffer records, CancellationToken cancellation)
        {
            int first = records.Count;
            await _source.ReadAsync(rows, records, cancellation).ConfigureAwait(false);
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows.Span[i] is var row && row < dataset.CachedRows)
                {
                    dataset._labels[row] = records.LabelAt(first + i);
                }
            }
        }
    }
}
