using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>Everything that can happen, in every state in which it can happen: it ends, says why, and has every slot back.</summary>
public sealed class InputPipelineStateTests
{
    private const int Rows = 400;

    // The promise is a second; a busy machine may need longer, a hang is found all the same.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<PipelineState, PipelineEvent> All()
    {
        var all = new TheoryData<PipelineState, PipelineEvent>();
        foreach (PipelineState state in Enum.GetValues<PipelineState>())
        {
            foreach (PipelineEvent happening in Enum.GetValues<PipelineEvent>())
            {
                all.Add(state, happening);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Pipeline_AnyEventInAnyState_EndsWithItsReasonAndEverySlot(PipelineState state, PipelineEvent happening)
    {
        using var rig = new Rig(state);
        await rig.ReachAsync();

        await rig.HappenAsync(happening);

        string outcome = await rig.OutcomeAsync();
        Assert.Equal(Expected(state, happening), outcome);
        rig.AssertSlots();
    }

    /// <summary>What the consumer hears, in the end.</summary>
    private static string Expected(PipelineState state, PipelineEvent happening) => (state, happening) switch
    {
        // Every later call gets the first fault again, whatever else happens: here a wait that is cancelled, and one that is not.
        (PipelineState.Faulted, PipelineEvent.Cancellation) =>
            "PipelineStageException: The parse stage failed, PipelineStageException: The parse stage failed",
        (PipelineState.Faulted, _) => "PipelineStageException: The parse stage failed",
        (_, PipelineEvent.Disposal or PipelineEvent.TwoDisposals or PipelineEvent.ForeignDisposals) => "ObjectDisposedException",

        // It ends a wait, not the pipeline; behind the last batch too, for who has cancelled wants no answer.
        (_, PipelineEvent.Cancellation) => "cancelled, end",

        // Nothing is left that could fail.
        (PipelineState.Ended, _) => "end",
        (_, PipelineEvent.ReadFault) => "PipelineStageException: The read stage failed",
        (_, PipelineEvent.BadRow) => "DatasetFormatException: f.csv, row 9: bad",
        _ => "PipelineStageException: The augment stage failed",
    };

    private sealed class Rig : IDisposable
    {
        private readonly PipelineState _state;
        private readonly FaultyDataset _dataset = new(Rows);
        private readonly InputPipeline _pipeline;
        private readonly CancellationTokenSource _cancellation = new();
        private readonly List<Batch> _held = [];
        private volatile Exception? _augmentFault;
        private Task<string>? _waiting;

        public Rig(PipelineState state)
        {
            _state = state;
            if (state is PipelineState.Empty or PipelineState.Awaited)
            {
                _dataset.Gate.Reset();
            }

            var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
            {
                PreprocessingFunction = (_, _, _) => _ = _augmentFault is { } fault ? throw fault : 0,
            });
            _pipeline = new InputPipeline(_dataset, generator, new InputPipelineOptions
            {
                BatchSize = 8,
                ChunkSize = 4,
                MaxQueueSize = 2,
                ParseWorkers = 2,
                AugmentWorkers = 2,
                Epochs = 2,
                ConsumerBatches = 2,
            });
        }

        public async Task ReachAsync()
        {
            switch (_state)
            {
                case PipelineState.Awaited:
                    _waiting = Task.Run(() => Drain(_cancellation.Token));
                    break;
                case PipelineState.Full:
                    // Three batches finished, of which one waits for room; 9 chunks between the stages, and one more that is
                    // not read before there is room for it.
                    await UntilAsync(() => _pipeline.ReadStatistics().Stages[0].Items == (3 * 8) + (9 * 4));
                    break;
                case PipelineState.Running:
                    _held.Add(_pipeline.Take(TestContext.Current.CancellationToken)!);
                    break;
                case PipelineState.Faulted:
                    _dataset.Gate.Reset();
                    _dataset.FailDecodes(new InvalidOperationException("first"));
                    _dataset.Gate.Set();
                    Assert.StartsWith("PipelineStageException", Drain(default), StringComparison.Ordinal);
                    break;
                case PipelineState.Ended:
                    Assert.Equal("end", Drain(default));
                    break;
                default:
                    break;
            }
        }

        public async Task HappenAsync(PipelineEvent happening)
        {
            switch (happening)
            {
                case PipelineEvent.ReadFault:
                    _dataset.FailReads(new IOException("torn"));
                    break;
                case PipelineEvent.BadRow:
                    _dataset.FailDecodes(new DatasetFormatException("f.csv", 9, 0, "bad"));
                    break;
                case PipelineEvent.AugmentFault:
                    _augmentFault = new InvalidOperationException("mine");
                    break;
                case PipelineEvent.Cancellation:
                    // No row gets through any more, so that the consumer comes to wait, whatever it finds ready before.
                    _dataset.Gate.Reset();
                    if (_state != PipelineState.Ended)
                    {
                        _waiting ??= Task.Run(() => Drain(_cancellation.Token));
                    }

                    await _cancellation.CancelAsync();

                    // Behind the last batch there is nothing to wait for; there it asks with a token that is cancelled already.
                    _waiting ??= Task.Run(() => Drain(_cancellation.Token));
                    break;
                case PipelineEvent.ForeignDisposals:
                    _dataset.Gate.Set();
                    await Task.WhenAll(Task.Run(_pipeline.Dispose), Task.Run(_pipeline.Dispose)).WaitAsync(Bound);
                    break;
                default:
                    _dataset.Gate.Set();
                    await _pipeline.DisposeAsync().AsTask().WaitAsync(Bound);
                    if (happening == PipelineEvent.TwoDisposals)
                    {
                        await _pipeline.DisposeAsync().AsTask().WaitAsync(Bound);
                    }

                    break;
            }
        }

        /// <summary>Takes to the end and says what the consumer hears.</summary>
        public async Task<string> OutcomeAsync()
        {
            string first = string.Empty;
            if (_waiting is not null && _cancellation.IsCancellationRequested)
            {
                first = await _waiting.WaitAsync(Bound) + ", ";
                _waiting = null;
            }

            _dataset.Gate.Set();
            return first + await (_waiting ?? Task.Run(() => Drain(default))).WaitAsync(Bound);
        }

        /// <summary>Every slot is free, but for those of the batches that are still held.</summary>
        public void AssertSlots()
        {
            (int free, int total) = _pipeline.CountSlots();
            if (free + _held.Count != total)
            {
                // The stages of a failed pipeline end on their own, a moment after the consumer was told.
                Assert.True(SpinWait.SpinUntil(() => _pipeline.CountSlots().Free + _held.Count == total, Bound), $"{free} of {total} slots are free.");
            }

            _held.ForEach(batch => batch.Dispose());
            Assert.Equal((total, total), _pipeline.CountSlots());
        }

        public void Dispose()
        {
            _pipeline.Dispose();
            _dataset.Dispose();
            _cancellation.Dispose();
        }

        private static async Task UntilAsync(Func<bool> condition)
        {
            for (DateTime end = DateTime.UtcNow + Bound; !condition(); await Task.Yield())
            {
                Assert.True(DateTime.UtcNow < end, "The pipeline does not reach the state.");
            }
        }

        private string Drain(CancellationToken cancellation)
        {
            try
            {
                while (_pipeline.Take(cancellation) is { } batch)
                {
                    batch.Dispose();
                }

                return "end";
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return "cancelled";
            }
            catch (ObjectDisposedException)
            {
                return nameof(ObjectDisposedException);
            }
            catch (DatasetFormatException e)
            {
                return $"{nameof(DatasetFormatException)}: {e.Message}";
            }
            catch (PipelineStageException e)
            {
                // Which row comes next depends on the moment.
                return $"{nameof(PipelineStageException)}: The {e.Stage} stage failed";
            }
        }
    }
}
