using Trainer.Core.Checkpoints;
using Trainer.Core.Sampling;
using Trainer.Core.Tensors;

namespace Trainer.Core.Training.Callbacks;

/// <summary>
/// Lets a training that was interrupted or killed go on when the same program is run again: Keras'
/// <c>BackupAndRestore</c>.
/// </summary>
/// <remarks>
/// It writes checkpoints while <c>Fit</c> trains, has the next <c>Fit</c> go on from the last one, and deletes the file
/// when a training has come to its end. Everything else about the two trainings must be the same. A pipeline has to be
/// made with <see cref="Pipeline.InputPipelineOptions.Start"/> = <see cref="Start"/>, for it begins to work before
/// <c>Fit</c> is called; data in memory goes to its place by itself. For one model; not thread-safe.
/// </remarks>
public sealed class BackupAndRestore : Callback, IDisposable
{
    private readonly string _path;
    private readonly int? _everySteps;
    private StateDictionary? _state;

    /// <summary>Makes the callback, and reads the file if there is one.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="everySteps">
    /// Write after every so many steps, at least 1; null, as Keras' default, at the end of each epoch.
    /// </param>
    /// <exception cref="CheckpointException">The file is no checkpoint, or its content was changed.</exception>
    /// <exception cref="SafeTensorsException">The file is damaged.</exception>
    public BackupAndRestore(string path, int? everySteps = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps ?? 1, 1, nameof(everySteps));
        _path = path;
        _everySteps = everySteps;
        if (File.Exists(path))
        {
            TorchRuntime.Load();
            _state = TorchThread.Run(() => CheckpointFile.Read(path));
        }
    }

    /// <summary>Where a pipeline has to start: 0:0 unless there is a training to go on with.</summary>
    public PipelinePosition Start => _state is null ? default : FitState.NextBatch(_state);

    /// <inheritdoc/>
    public override void OnTrainEnd()
    {
        Dispose();
        File.Delete(_path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TorchThread.Run(() => _state?.Dispose());
        _state = null;
    }

    /// <summary>The options that do what it promises.</summary>
    /// <exception cref="ArgumentException">The options ask for checkpoints of their own.</exception>
    internal FitOptions Extend(FitOptions options) => options is { Checkpoints: null, ResumeFrom: null }
        ? options with
        {
            Checkpoints = new CheckpointOptions
            {
                Path = _path,
                EverySteps = _everySteps,
                EveryEpochs = _everySteps is null ? 1 : null,
            },
            ResumeFrom = _state,
        }
        : throw new ArgumentException(
            $"There are {nameof(FitOptions.Checkpoints)} or {nameof(FitOptions.ResumeFrom)} besides "
                + $"{nameof(BackupAndRestore)}, which stands for both; leave one out.",
            nameof(options));
}
