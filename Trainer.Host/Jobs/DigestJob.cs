using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;

namespace Trainer.Host.Jobs;

/// <summary>Prints one hash per batch of the training pipeline.</summary>
internal sealed class DigestJob(TrainerSettings settings, PipelinePosition start, long batches, Terminal terminal)
{
    /// <summary>
    /// Prints a header that names the instruction set in use, then <c>epoch step sha256</c> per batch.
    /// </summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        using var pipeline = new InputPipeline(
            dataset,
            Generators.Fit(settings, dataset, cancellation),
            PipelinePlan.Alone(settings, dataset) with { Epochs = null, Start = start });
        terminal.Out.WriteLine($"# instruction set: {ImageDataGenerator.InstructionSetInUse}");
        for (long i = 0; i < batches; i++)
        {
            using Batch batch = pipeline.Take(cancellation)!;
            terminal.Out.WriteLine($"{batch.Epoch} {batch.Step} {Hash(batch)}");
        }

        return ExitCode.Done;
    }

    private static string Hash(Batch batch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(batch.Images));
        hash.AppendData(MemoryMarshal.AsBytes(batch.Labels));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
