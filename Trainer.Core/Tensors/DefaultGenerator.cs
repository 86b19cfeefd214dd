using static TorchSharp.torch;

namespace Trainer.Core.Tensors;

/// <summary>
/// Torch's random generator of the CPU, which draws initial weights and dropout. For the Torch thread.
/// </summary>
/// <remarks>
/// TorchSharp's own <c>torch.random</c> makes an object for the generator and lets it go in the same call, so that a
/// garbage collection can free it while libtorch works with it; here it is disposed afterwards.
/// <see cref="Arithmetic"/> has more on this.
/// </remarks>
public static class DefaultGenerator
{
    /// <summary>Starts the sequence anew.</summary>
    /// <param name="seed">Any number.</param>
    public static void Seed(long seed)
    {
        using Generator generator = manual_seed(seed);
    }

    /// <summary>The number that the sequence was last started with.</summary>
    public static long InitialSeed()
    {
        using Generator generator = Generator.Default;
        return generator.initial_seed();
    }

    /// <summary>Where in its sequence the generator is.</summary>
    /// <returns>Bytes; the caller's, or of the dispose scope.</returns>
    public static Tensor GetState()
    {
        using Generator generator = Generator.Default;
        return generator.get_state();
    }

    /// <summary>Goes to a place in the sequence.</summary>
    /// <param name="state">What <see cref="GetState"/> has given; stays the caller's.</param>
    public static void SetState(Tensor state)
    {
        using Generator generator = Generator.Default;
        generator.set_state(state);
        GC.KeepAlive(state);
    }
}
