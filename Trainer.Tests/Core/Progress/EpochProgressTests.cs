using Trainer.Core.Progress;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Progress;

public sealed class EpochProgressTests : IDisposable
{
    private const string FullBar = "[==============================]";

    private readonly ManualTimeProvider _time = new();
    private readonly StringWriter _writer = new() { NewLine = "\n" };

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void Redirected_Epoch_IsHeaderAndOnePlainLine()
    {
        EpochProgress progress = new(_writer, live: false, () => 80, _time);

        progress.BeginEpoch(0, 2, 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Update(1, () => [new("loss", 3)]);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Update(2, () => [new("loss", 2)]);
        progress.EndEpoch([new("loss", 2), new("val_loss", 4)]);

        Assert.Equal($"Epoch 1/2\n2/2 {FullBar} - 2s 1s/step - loss: 2.0000 - val_loss: 4.0000\n", _writer.ToString());
    }

    [Fact]
    public void Live_Epoch_IsWrittenOverInPlace()
    {
        EpochProgress progress = new(_writer, live: true, () => 200, _time);

        progress.BeginEpoch(1, 2, 2);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Update(1, () => [new("loss", 3)]);
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.EndEpoch([]);

        Assert.Equal(
            "Epoch 2/2\n"
            + "1/2 [==============>...............] - ETA: 1s - loss: 3.0000\r"
            + "1/2 [==============>...............] - 2s 2s/step            \n",
            _writer.ToString());
    }

    [Fact]
    public void Live_UpdatesWithinATenthOfASecond_AreNotWritten()
    {
        EpochProgress progress = new(_writer, live: true, () => 200, _time);
        progress.BeginEpoch(0, 1, 100);
        for (int step = 1; step <= 100; step++)
        {
            progress.Update(step, () => []);
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(10, _writer.ToString().Split("ETA").Length - 1);
    }

    [Fact]
    public void Live_NarrowTerminal_CutsTheRunningLineButNotTheFinalOne()
    {
        EpochProgress progress = new(_writer, live: true, () => 20, _time);

        progress.BeginEpoch(0, 1, 1);
        progress.Update(1, () => [new("loss", 3)]);
        progress.EndEpoch([new("loss", 3)]);

        Assert.Equal(
            $"Epoch 1/1\n1/1 [==============\r1/1 {FullBar} - 0s 0s/step - loss: 3.0000\n", _writer.ToString());
    }

    [Fact]
    public void Break_LiveLine_EndsItOnce()
    {
        EpochProgress progress = new(_writer, live: true, () => 20, _time);
        progress.BeginEpoch(0, 1, 1);
        progress.Update(1, () => []);

        progress.Break();
        progress.Break();

        Assert.Equal("Epoch 1/1\n1/1 [==============\n", _writer.ToString());
    }

    [Fact]
    public void EndEpoch_StepsNotKnown_TakesTheStepsDone()
    {
        EpochProgress progress = new(_writer, live: false, () => 80, _time);

        progress.BeginEpoch(0, 1, null);
        progress.Update(7, () => []);
        progress.EndEpoch([]);

        Assert.Equal($"Epoch 1/1\n7/7 {FullBar} - 0s 0s/step\n", _writer.ToString());
    }
}
