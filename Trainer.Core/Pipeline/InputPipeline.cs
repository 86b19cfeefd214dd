using System.Globalization;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline.Stages;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Reads, parses, augments and batches a data set in the background, so that the consumer finds its next batch ready:
/// <code>
/// read ──▶ parse ──▶ augment ──▶ batch ──▶ queue of finished batches ──▶ Take
/// </code>
/// </summary>
/// <remarks>
/// <para>
/// The stages are TPL Dataflow blocks. Every block is bounded and the buffers come from pools of a fixed size, so that
/// memory is set by the options and not by the data. Production starts with the constructor and runs ahead across the
/// ends of epochs until the pools are used up.
/// </para>
/// <para>
/// The batches depend on the data, the generator's options, the seed and the schedule, never on worker counts, chunk
/// and queue sizes or timing.
/// </para>
/// <para>
/// <see cref="Take"/> and its kin are for one consumer at a time; <see cref="Dispose"/> may be called from any thread.
/// The pipeline does not own the data set.
/// </para>
/// </remarks>
public sealed partial class InputPipeline : IDisposable, IAsyncDisposable
{
    // How long disposal waits for delegates that are still at work: a user's own may never return.
    private static readonly TimeSpan DisposalPatience = TimeSpan.FromSeconds(1);

    private readonly IImageDataset _dataset;
    private readonly InputPipelineOptions _options;
    private readonly FaultLatch _fault = new();
    private readonly BatchSlot[] _allSlots;
    private readonly BoundedPool<BatchSlot> _slots;
    private readonly PipelineGraph _graph;
    private readonly BatchQueue _queue;
    private readonly Task _completion;
    private readonly Lock _companionLock = new();
    private readonly Dictionary<Type, IDisposable> _companions = [];
    private int _disposed;

    /// <summary>Builds the graph and starts it.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="generator">Augments and standardises them; null to deliver the plain pixels, 0–255.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// Some options are out of range, and the message lists them all; or the data set cannot be read in the order that
    /// they ask for; or the generator needs <c>Fit</c>, which the message says.
    /// </exception>
    public InputPipeline(
        IImageDataset dataset, ImageDataGenerator? generator = null, InputPipelineOptions? options = null)
        : this(dataset, generator, options, warmUp: true)
    {
    }

    /// <summary>As the other, without compiling anything beforehand if so asked.</summary>
    internal InputPipeline(
        IImageDataset dataset, ImageDataGenerator? generator, InputPipelineOptions? options, bool warmUp)
    {
        _dataset = dataset;
        _options = options ?? new InputPipelineOptions();
        IReadOnlyList<string> problems = _options.Validate();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        if (!dataset.SupportsRandomAccess
            && (_options.Shuffle != Shuffle.None || _options.WorldSize > 1 || _options.Start != default))
        {
            throw new ArgumentException(
                $"{dataset.Name} can only be read from its beginning to its end: "
                    + "Shuffle must be None, WorldSize 1 and Start 0:0.", nameof(options));
        }

        generator ??= new ImageDataGenerator(new ImageDataGeneratorOptions());
        if (generator.FindProblem(dataset.Shape) is { } problem)
        {
            throw new ArgumentException(problem, nameof(generator));
        }

        var order = new TraversalOrder(dataset.Count, _options.Shuffle, _options.ShuffleBuffer, _options.Seed);
        Schedule = new BatchSchedule(
            order,
            _options.BatchSize,
            _options.StepsPerEpoch,
            _options.DropRemainder,
            _options.JoinSingleRemainder,
            _options.Rank,
            _options.WorldSize);
        if (_options.Start.Step >= Schedule.StepsPerEpoch)
        {
            throw new ArgumentException(
                $"The start is {_options.Start}, but an epoch has {Schedule.StepsPerEpoch} steps, counted from 0.",
                nameof(options));
        }

        WarmUp = warmUp ? PipelineWarmUp.Run(dataset, generator, Schedule) : TimeSpan.Zero;
        _graph = new PipelineGraph(dataset, generator, _options, Schedule, _fault, EnqueueAsync);
        int softClasses = generator.MixesBatches ? dataset.Labels.Classes.Count : 0;
        int slots = _options.MaxQueueSize + _options.ConsumerBatches + _graph.BatchesInFlight;
        _allSlots =
        [
            .. Enumerable.Range(0, slots).Select(
                _ => new BatchSlot(Schedule.MaxBatchSize, dataset.Shape, softClasses, dataset.ExtraNames.Count)),
        ];
        _slots = new BoundedPool<BatchSlot>(_allSlots);
        _queue = new BatchQueue(_options);
        _completion = RunAsync();
        if (_options.IsShown)
        {
            Instruments.Show(this, _options.Name, ReadStatistics);
        }
    }

    /// <summary>
    /// How much memory the buffers of a pipeline take, in bytes: the batches and the chunks between the stages, all
    /// made by the constructor, and the text that workers read.
    /// </summary>
    /// <param name="dataset">The images.</param>
    /// <param name="options">The settings.</param>
    public static long CountBufferBytes(IImageDataset dataset, InputPipelineOptions options)
    {
        // A batch that a remainder is joined to has one more.
        long samplesPerBatch = Math.Min(options.BatchSize, (long)dataset.Count) + 1;
        int chunkSize = (int)Math.Min(options.ChunkSize, samplesPerBatch);
        (int chunks, int batches) = StageBuffers.Count(options, chunkSize);
        long slots = options.MaxQueueSize + options.ConsumerBatches + batches;
        long bytesPerPixel = dataset.PixelType == PixelType.UInt8 ? sizeof(byte) : sizeof(float);
        return (slots * samplesPerBatch * dataset.Shape.Length * sizeof(float))
            + (chunks * (long)chunkSize * dataset.Shape.Length * bytesPerPixel)
            + StageBuffers.CountTextBytes(dataset, options, chunkSize, chunks);
    }

    /// <summary>Which samples make up which batch.</summary>
    public BatchSchedule Schedule { get; }

    /// <summary>
    /// How long the constructor took to make the stages' code fast, before the first batch asks for it.
    /// </summary>
    public TimeSpan WarmUp { get; }

    /// <summary>Batches per epoch.</summary>
    public int StepsPerEpoch => Schedule.StepsPerEpoch;

    /// <summary>The data set.</summary>
    public IImageDataset Dataset => _dataset;

    /// <summary>
    /// Changes how many chunks are parsed and augmented at the same time; no byte of any batch changes. Workers that
    /// are to go finish what they are at. May be called from any thread at any time.
    /// </summary>
    /// <param name="parse">
    /// Workers that parse, from 1 to <see cref="InputPipelineOptions.WorkerBudget"/>; without one, to those it was made
    /// with.
    /// </param>
    /// <param name="augment">Workers that augment, within the like limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few or too many.</exception>
    public void SetWorkers(int parse, int augment)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parse);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(augment);
        if (parse > _options.MostParseWorkers || augment > _options.MostAugmentWorkers)
        {
            throw new ArgumentOutOfRangeException(
                nameof(parse),
                $"{parse} parse and {augment} augment workers are more than the pipeline was made for: "
                + $"{nameof(InputPipelineOptions.WorkerBudget)} is "
                + $"{_options.WorkerBudget?.ToString(CultureInfo.InvariantCulture) ?? "not set"}, "
                + $"{nameof(InputPipelineOptions.ParseWorkers)} "
                + $"{_options.ParseWorkers} and {nameof(InputPipelineOptions.AugmentWorkers)} "
                + $"{_options.AugmentWorkers}.");
        }

        _graph.SetWorkers(parse, augment);
    }

    /// <summary>
    /// The bad rows that were left out so far, in order; empty unless <see cref="InputPipelineOptions.BadRows"/> is to
    /// skip them.
    /// </summary>
    public IReadOnlyList<SkippedRow> ReadSkippedRows() => _graph.ReadSkippedRows();

    /// <summary>
    /// Counts rows that an earlier pipeline over the same data has left out, such as that of a run which this one goes
    /// on with, among those of this one.
    /// </summary>
    /// <param name="rows">What <see cref="ReadSkippedRows"/> of that pipeline gave.</param>
    public void RestoreSkippedRows(IEnumerable<SkippedRow> rows) => _graph.RestoreSkippedRows(rows);

    /// <summary>The figures so far; from any thread.</summary>
    public PipelineStatistics ReadStatistics() =>
        _queue.ReadStatistics(_graph.ReadStatistics()) with { WorkerBudget = _options.WorkerBudget };

    /// <summary>
    /// Ends all stages, whatever they are doing. Batches that the consumer still holds stay valid. Calling it again
    /// does nothing.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Instruments.Hide(this);
        _fault.Stop();
        lock (_companionLock)
        {
            foreach (IDisposable companion in _companions.Values)
            {
                companion.Dispose();
            }
        }

        Task ended = await Task.WhenAny(_completion, Task.Delay(DisposalPatience)).ConfigureAwait(false);
        if (ended == _completion)
        {
            // Only now is nobody left who could still use them; otherwise the garbage collector takes them in time.
            TakeSlotsBack();
            _fault.Dispose();
        }
        else
        {
            Abandoned = _graph.Abandon();
        }
    }

    /// <summary>
    /// The work that had not ended a second after the disposal, such as <c>augment: train.csv, row 38</c>: a user's
    /// delegate that does not return. Its thread and its buffers are left to it. Empty as a rule.
    /// </summary>
    public IReadOnlyList<string> Abandoned { get; private set; } = [];

    /// <summary>
    /// What another room has made for this pipeline's slots, such as tensors: one of each type, made when it is first
    /// asked for, and disposed with the pipeline.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    internal T GetCompanion<T>(Func<IReadOnlyList<BatchSlot>, T> make)
        where T : class, IDisposable
    {
        lock (_companionLock)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
            if (!_companions.TryGetValue(typeof(T), out IDisposable? companion))
            {
                companion = make(_allSlots);
                _companions.Add(typeof(T), companion);
            }

            return (T)companion;
        }
    }

    /// <summary>Takes a batch's memory back.</summary>
    internal void Return(Batch batch, BatchSlot slot)
    {
        _queue.Forget(batch);
        Return(slot);
    }

    /// <summary>How many slots nobody uses, and how many there are.</summary>
    internal (int Free, int Total) CountSlots() => (_slots.Free, _slots.Count);

    /// <summary>Ends when every stage has ended; never faults, for a fault is kept by the latch.</summary>
    private async Task RunAsync()
    {
        // Off the constructor's thread: the first batches are read before the first wait.
        await Task.Yield();
        await _graph.RunAsync(_slots).ConfigureAwait(false);
        if (_fault.Token.IsCancellationRequested)
        {
            TakeSlotsBack();
        }
        else
        {
            _queue.Complete();
        }
    }

    /// <summary>
    /// When all stages have ended: takes the slots from them and from the queue, which nobody will empty.
    /// </summary>
    private void TakeSlotsBack()
    {
        HashSet<BatchSlot?> held = _queue.FindHeld();
        foreach (BatchSlot slot in _allSlots.Where(slot => !held.Contains(slot)))
        {
            Return(slot);
        }
    }

    private void Return(BatchSlot slot)
    {
        if (slot.TryEnd())
        {
            _slots.Return(slot);
        }
    }

    private Task EnqueueAsync(BatchSlot slot) => _queue.PutAsync(new Batch(this, slot, StepsPerEpoch), _fault.Token);
}
