namespace Trainer.Host.Prediction;

/// <summary>Writes predictions, one image after another.</summary>
internal interface IPredictionWriter
{
    /// <summary>Writes what comes before the first image.</summary>
    void Begin();

    /// <summary>Writes one image's line.</summary>
    /// <param name="file">The file it is in.</param>
    /// <param name="row">Its row in the file, from 1.</param>
    /// <param name="top">Its likeliest classes.</param>
    void Write(string file, int row, ReadOnlySpan<ClassProbability> top);
}
