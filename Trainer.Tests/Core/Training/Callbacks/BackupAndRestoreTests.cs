using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Training.Callbacks;

[Collection(TorchCollection.Name)]
public sealed class BackupAndRestoreTests
{
    // 12 rows in batches of 5 are 3 steps.
    private const int Epochs = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, 1, 0)]
    [InlineData(2, 1, 1)]
    public void Fit_RunAgainAfterACrash_GoesOnAndEndsTheSame(int? everySteps, int epoch, int step)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("backup.safetensors");
        double[] whole = Train(new BackupAndRestore(directory.File("other.safetensors")), crashAt: null);

        Assert.Throws<DivideByZeroException>(() => Train(new BackupAndRestore(path, everySteps), crashAt: 5));
        Assert.True(File.Exists(path));
        var again = new BackupAndRestore(path, everySteps);
        Assert.Equal(new PipelinePosition(epoch, step), again.Start);
        Assert.Equal(whole, Train(again, crashAt: null));
        Assert.False(File.Exists(path));
        Assert.False(File.Exists(directory.File("other.safetensors")));
    }

    [Fact]
    public void Fit_CheckpointsOfItsOwnBesides_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        using Model model = TinyModel.Make();
        using var backup = new BackupAndRestore(directory.File("backup.safetensors"));
        var options = new FitOptions { Callbacks = [backup], Checkpoints = new CheckpointOptions { Path = directory.File("c.safetensors") } };

        Assert.StartsWith(
            "There are Checkpoints or ResumeFrom besides BackupAndRestore, which stands for both; leave one out.",
            Assert.Throws<ArgumentException>(() => model.Fit(TinyData.Images(4), TinyData.Shape, TinyData.Labels(4), options, Cancellation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_PipelineThatStartsElsewhere_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("backup.safetensors");
        Assert.Throws<DivideByZeroException>(() => Train(new BackupAndRestore(path, everySteps: 2), crashAt: 5));
        using var backup = new BackupAndRestore(path, everySteps: 2);

        Assert.Equal(
            "The checkpoint goes on with batch 1:1, but the pipeline's next batch is 0:0. Make the pipeline with "
            + "InputPipelineOptions.Start = FitState.NextBatch(checkpoint).",
            Assert.Throws<InvalidOperationException>(() => Train(backup, crashAt: null, start: default(PipelinePosition))).Message);
    }

    [Fact]
    public void Resume_LogsThatWentOn_AreCutBack()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.File("backup.safetensors");
        using var board = new TensorBoard(directory.File("board"), time: new ManualTimeProvider());
        var log = new CsvLogger(directory.File("log.csv"));

        // The checkpoint is that of epoch 1; epoch 2 is in the logs and its figures come again.
        using var backup = new BackupAndRestore(path, everySteps: 4);
        Assert.Throws<DivideByZeroException>(() => Train(backup, crashAt: 7, callbacks: [log, board]));
        Assert.Equal(["0", "1"], EpochsIn(directory.File("log.csv")));
        board.Dispose();
        string file = Assert.Single(Directory.GetFiles(directory.File("board/train")));
        long length = new FileInfo(file).Length;

        using var again = new BackupAndRestore(path, everySteps: 4);
        using var boardAgain = new TensorBoard(directory.File("board"), time: new ManualTimeProvider());
        Train(again, crashAt: null, callbacks: [new CsvLogger(directory.File("log.csv")), boardAgain]);

        Assert.Equal(["0", "1", "2"], EpochsIn(directory.File("log.csv")));
        Assert.Equal(file, Assert.Single(Directory.GetFiles(directory.File("board/train"))));

        // Three epochs, each as long as the others: those of the crashed training are not there twice.
        long header = (3 * length) - (2 * new FileInfo(file).Length);
        Assert.InRange(header, 1, length / 2);
    }

    private static IEnumerable<string> EpochsIn(string log) => File.ReadLines(log).Skip(1).Select(line => line.Split(',')[0]);

    private static double[] Train(
        BackupAndRestore backup, int? crashAt, PipelinePosition? start = null, IReadOnlyList<Callback>? callbacks = null)
    {
        using var data = new MemoryDataset(12);
        using var pipeline = new InputPipeline(
            data, null, new InputPipelineOptions { BatchSize = 5, Shuffle = Shuffle.Full, Seed = 3, Start = start ?? backup.Start });
        using Model model = TinyModel.Make();
        int steps = 0;
        var crash = new LambdaCallback { TrainBatchBegin = _ => _ = 1 / (crashAt is { } at ? at - ++steps : 1) };
        model.Fit(BatchSource.FromInputPipeline(pipeline), new FitOptions { Epochs = Epochs, Callbacks = [.. callbacks ?? [], crash, backup] }, Cancellation);
        return model.Weights();
    }
}
