using System.Diagnostics;
using Trainer.Core.Checkpoints;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;

namespace Trainer.Host.Training;

/// <summary>Keeps <c>history.csv</c> up to date, and measures how long training took by itself.</summary>
internal sealed class TrainingMonitor(RunFolder run, int stepsPerEpoch) : Callback, IStateful
{
    private readonly Stopwatch _training = new();

    /// <summary>The time of all training phases, without validation.</summary>
    public TimeSpan TrainingTime => _training.Elapsed;

    /// <summary>Steps taken.</summary>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public void SaveState(StateDictionary state) => state.Set("steps", Steps);

    /// <summary>Takes up the count, and cuts <c>history.csv</c> back to what the checkpoint knows.</summary>
    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        Steps = state.GetInt64("steps");
        HistoryCsv.Write(run.History, Model.History);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _training.Start();

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, StepLogs logs)
    {
        Steps++;
        if (step == stepsPerEpoch - 1 || Model.StopTraining)
        {
            _training.Stop();
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, OrderedDictionary<string, double> logs) =>
        HistoryCsv.Write(run.History, Model.History);
}
