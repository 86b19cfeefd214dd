using Trainer.Augment.Codecs;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;
using Trainer.Host.Live;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Live;

[Collection(TorchCollection.Name)]
public sealed class LiveRunTests
{
    [Fact]
    public void Read_DuringFit_FollowsIt()
    {
        var time = new ManualTimeProvider();
        var live = new LiveRun("run", () => Runs.Pipeline(), cores: 4, time);
        var seen = new List<LiveSnapshot> { live.Read() };
        var look = new LambdaCallback
        {
            TrainBatchEnd = (_, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                seen.Add(live.Read());
            },
            TestBegin = () => seen.Add(live.Read()),
            TrainEnd = () => seen.Add(live.Read()),
        };
        using Model model = TinyModel.Make();
        BatchSource data = BatchSource.From(TinyData.Images(12), TinyData.Shape, TinyData.Labels(12));
        History history = model.Fit(data, new() { BatchSize = 6, Epochs = 2, ValidationData = data, Callbacks = [live, look] }, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["Starting 0 0", "Training 1 1", "Training 1 2", "Validating 1 2", "Training 2 1", "Training 2 2", "Validating 2 2", "Finished 2 2"],
            seen.Select(run => $"{run.Phase} {run.Epoch} {run.Step}"));
        Assert.Equal([0, 0.25, 0.5, 0.5, 0.75, 1, 1, 1], seen.Select(run => run.Progress));
        Assert.Equal([null, 3.0, 2, 2, 1, 0, 0, 0], seen.Select(run => run.Left?.TotalSeconds));
        Assert.Equal(history["val_loss"], seen[^1].History.Single(pair => pair.Key == "val_loss").Value);
        Assert.All(seen[^1].History, pair => Assert.Equal(2, pair.Value.Count));
        Assert.Contains("-bound", seen[^1].Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_OnlyWhenAskedFor_AreDrawn()
    {
        var live = new LiveRun("run", () => Runs.Pipeline(), cores: 4, new ManualTimeProvider());
        using Model model = TinyModel.Make();
        BatchSource data = BatchSource.From(TinyData.Images(6), TinyData.Shape, TinyData.Labels(6));
        model.Fit(data, new() { Callbacks = [live] }, TestContext.Current.CancellationToken);
        Assert.Null(live.Images.Read());

        model.Fit(data, new() { Callbacks = [live] }, TestContext.Current.CancellationToken);
        Assert.Equal(10, new SkiaImageCodec().ReadShape(live.Images.Read()!).Height);
    }
}
