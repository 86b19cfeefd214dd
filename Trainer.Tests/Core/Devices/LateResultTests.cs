using System.Globalization;
using Trainer.Core.Metrics;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Telemetry;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Devices;

/// <summary>On a device that works on its own nothing in a step waits for it, and nothing else changes.</summary>
[Collection(TorchCollection.Name)]
public sealed class LateResultTests
{
    private const int Rows = 40;
    private static readonly InputPipelineOptions Options = new() { BatchSize = 8, Shuffle = Shuffle.Full, Seed = 3 };

    [Fact]
    public void Fit_OnADevice_EndsWithTheSameBits()
    {
        using var device = new FakeDevice();
        (double[] weights, History history) = Fit(link: null);
        (double[] onDevice, History late) = Fit(device);

        Assert.Equal(weights, onDevice);
        Assert.Equal(history.Metrics, late.Metrics);
        Assert.All(history.Metrics, metric => Assert.Equal(history[metric], late[metric]));
        Assert.Equal(0, device.LiveMarks);
        Assert.True(device.IsDisposed);
    }

    [Fact]
    public void Fit_NobodyAsks_WaitsForAStepOnlyWhenTheNextIsIssued()
    {
        using var device = new FakeDevice();
        Fit(device, epochs: 1, validates: false);

        // Marks 1 to 3 are of the places on the device. Then each step makes two: of its results, and of the release of its batch.
        string[] log = [.. device.Log.Where(entry => !entry.StartsWith("copy", StringComparison.Ordinal)).Skip(3)];
        string[] expected =
        [
            "mark 4", "mark 5",
            "mark 6", "wait 4", "mark 7",
            "mark 8", "wait 6", "mark 9",
            "mark 10", "wait 8", "mark 11",
            "mark 12", "wait 10", "mark 13",
            "wait 12",
        ];
        Assert.Equal(expected, log);
    }

    [Fact]
    public void Fit_ACallbackThatAsks_GetsThisStepsFigures()
    {
        var plain = new List<double>();
        var late = new List<double>();
        Fit(link: null, callback: new LambdaCallback { TrainBatchEnd = (_, logs) => plain.Add(logs["loss"]) });
        Fit(new FakeDevice(), callback: new LambdaCallback { TrainBatchEnd = (_, logs) => late.Add(logs["loss"]) });

        Assert.Equal(plain, late);
    }

    [Fact]
    public void Fit_WhatHasArrived_IsOneStepBehind()
    {
        var plain = new List<string>();
        var late = new List<string>();
        Fit(link: null, callback: new LambdaCallback { TrainBatchEnd = (_, logs) => plain.Add(Text(logs.Arrived)) }, epochs: 1);
        Fit(new FakeDevice(), callback: new LambdaCallback { TrainBatchEnd = (_, logs) => late.Add(Text(logs.Arrived)) }, epochs: 1);

        Assert.Equal([string.Empty, .. plain.SkipLast(1)], late);
        Assert.All(plain, text => Assert.StartsWith("[loss, ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_LossThatIsNotFinite_IsNoticedOneStepLate()
    {
        var here = new TerminateOnNaN();
        var there = new TerminateOnNaN();
        Fit(link: null, callback: here, rate: 1e30);
        Fit(new FakeDevice(), callback: there, rate: 1e30);

        Assert.NotNull(here.TerminatedStep);
        Assert.Equal(here.TerminatedStep + 1, there.TerminatedStep);
    }

    [Fact]
    public void Fit_OnADevice_BooksTheWaitApart()
    {
        using Model model = Make(new FakeDevice());
        using var dataset = new MemoryDataset(Rows);
        using var pipeline = new InputPipeline(dataset, null, Options);
        model.Fit(pipeline, epochs: 2);

        StepStatistics steps = model.ReadStepStatistics();
        Assert.True(steps.DeviceWait > TimeSpan.Zero);
        Assert.Equal(10 * 8 * 48 * sizeof(float), steps.CopiedBytes);
        Assert.Equal(steps.Whole, steps.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Time));
        StepStatistics issued = steps with { IsSplit = false };
        Assert.Equal(["data wait", "issue", "device wait", "callbacks", "other"], issued.Parts.Select(part => part.Name));
        Assert.Equal(steps.Whole, issued.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Time));
    }

    [Fact]
    public void Evaluate_OnADevice_GivesTheSameFigures()
    {
        using var dataset = new MemoryDataset(Rows);
        Evaluation Evaluate(FakeDevice? device)
        {
            using Model model = Make(device);
            using var pipeline = new InputPipeline(dataset, null, Options);
            return model.Evaluate(pipeline, CancellationToken.None);
        }

        (Evaluation here, Evaluation there) = (Evaluate(null), Evaluate(new FakeDevice()));

        Assert.Equal(here.Logs, there.Logs);
        Assert.Equal(Counts(here.Confusion), Counts(there.Confusion));

        static IEnumerable<long> Counts(ConfusionMatrix matrix) =>
            from row in Enumerable.Range(0, 3) from column in Enumerable.Range(0, 3) select matrix[row, column];
    }

    [Fact]
    public void Fit_ThatFails_LeavesNoMarkBehind()
    {
        using var device = new FakeDevice();
        var failing = new LambdaCallback { TrainBatchBegin = step => _ = step == 2 ? throw new InvalidDataException("stop") : 0 };

        Assert.Throws<InvalidDataException>(() => Fit(device, callback: failing));

        Assert.Equal(0, device.LiveMarks);
    }

    private static string Text(IEnumerable<KeyValuePair<string, double>> logs) => string.Join(' ', logs.Select(
        figure => string.Create(CultureInfo.InvariantCulture, $"[{figure.Key}, {figure.Value:R}]")));

    private static (double[] Weights, History History) Fit(
        FakeDevice? link, Callback? callback = null, int epochs = 3, bool validates = true, double rate = 0.001)
    {
        using Model model = Make(link, rate);
        using var dataset = new MemoryDataset(Rows);
        using var training = new InputPipeline(dataset, null, Options);
        using var validation = new InputPipeline(dataset, null, Options);
        History history = model.Fit(training, epochs, validates ? validation : null, callback is null ? [] : [callback]);
        return (model.Weights(), history);
    }

    private static Model Make(FakeDevice? device, double rate = 0.001) => TorchThread.Run(() =>
    {
        DefaultGenerator.Seed(5);
        return new Model(TinyModel.Network(outputs: 3), CPU, _ => device)
            .Compile(new Sgd(rate, momentum: 0.9), new SparseCategoricalCrossentropy(), [new Accuracy()]);
    });
}
