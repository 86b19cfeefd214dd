namespace Trainer.Core.Training.Sources;

/// <summary>
/// Reads the batches of a source, epoch by epoch: the one thing that training, evaluation and prediction eat from.
/// </summary>
/// <remarks>For the Torch thread.</remarks>
internal interface IBatchReader : IDisposable
{
    /// <summary>The batches of an epoch; null as long as that is not known.</summary>
    int? Steps { get; }

    /// <summary>
    /// Goes to the beginning of an epoch, or into it; sources that cannot go back go on from where they are.
    /// </summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="step">The first step to read, from 0.</param>
    void BeginEpoch(int epoch, int step = 0);

    /// <summary>
    /// Whether reading the next batch of the epoch would wait for nothing; where that is not known, it is taken for
    /// true.
    /// </summary>
    bool HasNext => true;

    /// <summary>The next batch of the epoch, or null behind the last one. The caller disposes it.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    SampleBatch? Read(CancellationToken cancellation);
}
