using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

public sealed class InputPipelineFaultTests
{
    // What the design promises; every wait below is bounded by it, with room for a busy machine.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Stages => ["read", "parse", "augment"];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Take_AfterAFault_ThrowsItWithStageAndRow(string stage)
    {
        using var pipeline = Failing(stage, new InvalidDataException("torn"));

        var e = Assert.Throws<PipelineStageException>(() => Drain(pipeline));
        Assert.Equal(stage, e.Stage);
        Assert.IsType<InvalidDataException>(e.InnerException);
        Assert.Equal($"The {stage} stage failed at memory, row 38: torn (InvalidDataException)", e.Message);
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Take_AfterACancellationThatAStageThrew_ThrowsItAsAFault(string stage)
    {
        // Thrown out of a block's delegate it would drop its item without a word.
        using var pipeline = Failing(stage, new OperationCanceledException("mine"));

        Assert.IsType<OperationCanceledException>(Assert.Throws<PipelineStageException>(() => Drain(pipeline)).InnerException);
    }

    [Fact]
    public void Take_AfterABadRow_ThrowsTheFormatErrorItself()
    {
        using var pipeline = Failing("parse", new DatasetFormatException("f.csv", 38, 5, "bad"));

        Assert.Equal("f.csv, row 38, column 5: bad", Assert.Throws<DatasetFormatException>(() => Drain(pipeline)).Message);
        Assert.Throws<DatasetFormatException>(() => pipeline.Take(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Take_ReaderThatCannotBeOpened_IsAFaultOfTheReadStage(bool randomAccess)
    {
        using var dataset = new MemoryDataset(100) { SupportsRandomAccess = randomAccess, OnOpen = () => throw new IOException("no share") };
        using var pipeline = new InputPipeline(dataset);

        var e = Assert.Throws<PipelineStageException>(() => Drain(pipeline));
        Assert.Equal("The read stage failed at memory: no share (IOException)", e.Message);
        Assert.Equal(1, pipeline.ReadStatistics().Stages[0].Failures);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Take_ReaderThatRefusesItsSource_ThrowsTheFormatErrorItself(bool randomAccess)
    {
        using var dataset = new MemoryDataset(100)
        {
            SupportsRandomAccess = randomAccess,
            OnOpen = () => throw new DatasetFormatException("f.csv", 0, 0, "another file"),
        };
        using var pipeline = new InputPipeline(dataset);

        Assert.Equal("f.csv: another file", Assert.Throws<DatasetFormatException>(() => Drain(pipeline)).Message);
    }

    [Fact]
    public async Task Take_WhileWaiting_EndsWithTheCallersCancellation()
    {
        using var gate = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(10) { OnDecode = _ => gate.Wait() };
        using var pipeline = new InputPipeline(dataset);
        using var cancellation = new CancellationTokenSource();
        Task<Batch?> take = Task.Run(() => pipeline.Take(cancellation.Token), CancellationToken.None);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => take.WaitAsync(Bound));

        // The pipeline goes on: the cancelled wait has taken nothing from it.
        gate.Set();
        using Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
        Assert.Equal(0, batch.Step);
    }

    [Fact]
    public async Task Dispose_WhileAConsumerWaits_EndsTheWait()
    {
        using var gate = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(10) { OnDecode = _ => gate.Wait() };
        var pipeline = new InputPipeline(dataset);
        Task<Batch?> take = Task.Run(() => pipeline.Take(), CancellationToken.None);
        await pipeline.DisposeAsync().AsTask().WaitAsync(Bound);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => take.WaitAsync(Bound));
        gate.Set();
    }

    [Fact]
    public void Dispose_WhileFull_EndsAndLetsHeldBatchesBe()
    {
        using var dataset = new MemoryDataset(1000);
        var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { MaxQueueSize = 2 });
        Batch batch = pipeline.Take(TestContext.Current.CancellationToken)!;
        pipeline.Dispose();
        pipeline.Dispose();

        Assert.Equal(MemoryDataset.PixelOf(0), batch.Images[0]);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pipeline.Take());
    }

    [Fact]
    public void Dispose_AfterAFault_Ends()
    {
        var pipeline = Failing("augment", new InvalidDataException("torn"));
        Assert.Throws<PipelineStageException>(() => Drain(pipeline));
        pipeline.Dispose();
    }

    [Fact]
    public async Task Dispose_WhileADelegateNeverReturns_EndsAndNamesIt()
    {
        using var gate = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(100)
        {
            OnDecode = row =>
            {
                if (row == 21)
                {
                    entered.Set();
                    gate.Wait();
                }
            },
        };
        var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { BatchSize = 8, ChunkSize = 4 });
        Assert.True(entered.Wait(Bound, TestContext.Current.CancellationToken));
        await pipeline.DisposeAsync().AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken);

        Assert.Equal(["parse: memory, row 22"], pipeline.Abandoned);
        gate.Set();
    }

    [Fact]
    public void Take_WhileADelegateDoesNotReturn_GivesUpAfterTheStallTimeout()
    {
        using var gate = new ManualResetEventSlim();
        using var dataset = new MemoryDataset(100) { OnDecode = row => _ = row == 5 && gate.Wait(Bound) };
        using var pipeline = new InputPipeline(
            dataset, null, new InputPipelineOptions { BatchSize = 8, ChunkSize = 8, StallTimeout = TimeSpan.FromMilliseconds(200) });

        var e = Assert.Throws<PipelineStalledException>(() => pipeline.Take(TestContext.Current.CancellationToken));
        Assert.StartsWith("The pipeline over memory delivered no batch for 0.2 s. In work: parse: memory, row 6. Chunks waiting", e.Message, StringComparison.Ordinal);
        gate.Set();
    }

    private static void Drain(InputPipeline pipeline)
    {
        while (pipeline.Take(TestContext.Current.CancellationToken) is { } batch)
        {
            batch.Dispose();
        }
    }

    /// <summary>A pipeline over 100 rows, 4 to a chunk, in which row 37, the 38th, fails in a stage.</summary>
    private static InputPipeline Failing(string stage, Exception fault)
    {
        const int Row = 37;
        Action<int>? At(string name) => string.Equals(stage, name, StringComparison.Ordinal)
            ? row => _ = row == Row ? throw fault : 0
            : null;
        var dataset = new MemoryDataset(100) { OnRead = At("read"), OnDecode = At("parse") };
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            PreprocessingFunction = string.Equals(stage, "augment", StringComparison.Ordinal)
                ? (image, _, _) => _ = image[0] == MemoryDataset.PixelOf(Row) ? throw fault : 0
                : null,
        });
        return new InputPipeline(dataset, generator, new InputPipelineOptions { BatchSize = 8, ChunkSize = 4, Epochs = 1 });
    }
}
