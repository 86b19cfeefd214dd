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
    public void Fit_NobodyAsks_WaitsForAStepOnlyWhenTheNextIsLaunched()
    {
        using var device = new FakeDevice();
        var ready = new LambdaCallback
        {
            // All five batches are there, so that no step is waited for because there is nothing to launch.
            TrainBatchBegin = step => Assert.True(step > 0 || SpinWait.SpinUntil(
                () => device.Log.Count(entry => entry.StartsWith("copy", StringComparison.Ordinal)) == 5, TimeSpan.FromSeconds(10))),
        };
        Fit(device, ready, epochs: 1, validates: false, ahead: 8);

        // Marks 1 to 9 are of the places on the device. Then each step makes two: of its results, and of the release of its batch.
        string[] log = [.. device.Log.Where(entry => !entry.StartsWith("copy", StringComparison.Ordinal)).Skip(9)];
        string[] expected =
        [
            "mark 10", "mark 11",
            "mark 12", "wait 10", "mark 13",
            "mark 14", "wait 12", "mark 15",
            "mark 16", "wait 14", "mark 17",
            "mark 18", "wait 16", "mark 19",
            "wait 18",
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

        // Or they are all there, where there was nothing to launch meanwhile.
        Assert.Equal(plain.Count, late.Count);
        Assert.All(late.Select((text, step) => (text, step)), seen => Assert.Contains(
            seen.text, (string[])[plain[seen.step], seen.step == 0 ? string.Empty : plain[seen.step - 1]]));
        Assert.All(plain, text => Assert.StartsWith("[loss, ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_LossThatIsNotFinite_IsNoticedAtMostOneStepLateAndIsNoError()
    {
        var here = new TerminateOnNaN();
        var there = new TerminateOnNaN();
        Fit(link: null, callback: here, rate: 1e30);
        Fit(new FakeDevice(), callback: there, rate: 1e30);

        Assert.NotNull(here.TerminatedStep);
        Assert.InRange(there.TerminatedStep ?? -1, here.TerminatedStep.Value, here.TerminatedStep.Value + 1);
    }

    [Fact]
    public void Fit_LossThatIsNotFiniteInTheLastStepOfAnEpoch_EndsWithoutAnError()
    {
        using Model model = Make(new FakeDevice(), rate: 1e30);
        using var dataset = new MemoryDataset(Rows);
        using var pipeline = new InputPipeline(dataset, null, Options);
        var terminate = new TerminateOnNaN();

        // The second step is the last, and the first whose loss is not finite.
        model.Fit(pipeline, new FitOptions { Epochs = 2, StepsPerEpoch = 2, Callbacks = [terminate] }, TestContext.Current.CancellationToken);

        Assert.Equal(1, terminate.TerminatedStep);
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
        StepStatistics launched = steps with { IsSplit = false };
        Assert.Equal(["data wait", "launch", "device wait", "callbacks", "other"], launched.Parts.Select(part => part.Name));
        Assert.Equal(steps.Whole, launched.Parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + part.Time));
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
        FakeDevice? link, Callback? callback = null, int epochs = 3, bool validates = true, double rate = 0.001, int ahead = 2)
    {
        using Model model = Make(link, rate);
        model.DevicePrefetch = ahead;
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
