using Trainer.Core.Checkpoints;
using Trainer.Core.Pipeline;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Sources;

namespace Trainer.Core.Training;

/// <summary>How to fit: the arguments of Keras' <c>fit</c>, with its names and meaning.</summary>
public sealed record FitOptions
{
    /// <summary>
    /// Samples per batch of data in memory, at least 1. Pipelines and enumerations have their own. Default 32.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The epoch to stop before, counted from 0; at least 1, as in Keras. Default 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The epoch to begin with, from 0. Default 0.</summary>
    public int InitialEpoch { get; init; }

    /// <summary>
    /// The steps of an epoch, at least 1; null (default) for as many as the source has. With a number, data in memory
    /// is an endless stream, and so must an enumeration be.
    /// </summary>
    public int? StepsPerEpoch { get; init; }

    /// <summary>
    /// The share of data in memory, 0 (default) to below 1, that is kept for validation: the last samples, before any
    /// shuffling.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>What to validate on after epochs; null (default) for no validation.</summary>
    public BatchSource? ValidationData { get; init; }

    /// <summary>Samples per batch in validation, at least 1; null (default) for <see cref="BatchSize"/>.</summary>
    public int? ValidationBatchSize { get; init; }

    /// <summary>The steps of a validation, at least 1; null (default) for as many as the data has.</summary>
    public int? ValidationSteps { get; init; }

    /// <summary>Validate after every so many epochs, at least 1 (default).</summary>
    public int ValidationFrequency { get; init; } = 1;

    /// <summary>Whether data in memory is put in a new order in each epoch. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Seeds that order. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// A weight, at least 0, for the loss of each class by its index, in training only; others weigh 1. Null (default)
    /// for none.
    /// </summary>
    public IReadOnlyDictionary<int, double>? ClassWeight { get; init; }

    /// <summary>Where and when to write checkpoints; null (default) for none.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>
    /// A checkpoint to go on from, as <see cref="CheckpointFile.Read"/> gives it; null (default) to begin anew. It
    /// takes the place of <see cref="InitialEpoch"/>; everything else is to be as it was when it was written. Pipelines
    /// must start where it stood (<see cref="InputPipelineOptions.Start"/>), and so must an enumeration that is one
    /// stream; data in memory goes there by itself, and other enumerations are read up to there. It stays the caller's.
    /// </summary>
    public StateDictionary? ResumeFrom { get; init; }

    /// <summary>Called at each event, in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>
    /// On CUDA, whether the device is waited for at the end of each part of a step, so that
    /// <see cref="Model.ReadStepStatistics"/> can tell them from one another; that makes steps slower. Default false.
    /// On the CPU it changes nothing.
    /// </summary>
    public bool SynchronizeTelemetry { get; init; }

    /// <summary>
    /// 0 (default; 1 in Keras) to print nothing, 1 for a progress bar and 2 for a line per epoch, on the console.
    /// </summary>
    public int Verbose { get; init; }

    /// <summary>Everything that is wrong with the options, each with the value and what is allowed.</summary>
    public IReadOnlyList<string> Validate()
    {
        var problems = new List<string>();
        AtLeast(1, BatchSize, nameof(BatchSize));
        AtLeast(1, Epochs, nameof(Epochs));
        AtLeast(0, InitialEpoch, nameof(InitialEpoch));
        AtLeast(1, StepsPerEpoch ?? 1, nameof(StepsPerEpoch));
        AtLeast(1, ValidationBatchSize ?? 1, nameof(ValidationBatchSize));
        AtLeast(1, ValidationSteps ?? 1, nameof(ValidationSteps));
        AtLeast(1, ValidationFrequency, nameof(ValidationFrequency));
        if (Verbose is < 0 or > 2)
        {
            problems.Add($"{nameof(Verbose)} is {Verbose}; it can be 0, 1 or 2.");
        }

        AtLeast(1, Checkpoints?.EverySteps ?? 1, $"{nameof(Checkpoints)}.{nameof(CheckpointOptions.EverySteps)}");
        AtLeast(1, Checkpoints?.EveryEpochs ?? 1, $"{nameof(Checkpoints)}.{nameof(CheckpointOptions.EveryEpochs)}");
        if (ValidationSplit is not (>= 0 and < 1))
        {
            problems.Add($"{nameof(ValidationSplit)} is {ValidationSplit}; it must be from 0 to below 1.");
        }

        if (ValidationSplit > 0 && ValidationData is not null)
        {
            problems.Add(
                $"{nameof(ValidationSplit)} is {ValidationSplit}, but there is {nameof(ValidationData)} too; "
                    + "give one of them.");
        }

        foreach ((int index, double weight) in ClassWeight ?? new Dictionary<int, double>())
        {
            if (index < 0 || weight is not (>= 0 and < double.PositiveInfinity))
            {
                problems.Add(
                    $"{nameof(ClassWeight)} has {weight} for class {index}; "
                        + "classes are counted from 0, and weights must be at least 0.");
            }
        }

        return problems;

        void AtLeast(int least, int value, string option)
        {
            if (value < least)
            {
                problems.Add($"{option} is {value}; it must be at least {least}.");
            }
        }
    }
}
