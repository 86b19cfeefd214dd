using System.Reflection;
using Trainer.Core.Tensors;
using Xunit.v3;
using static TorchSharp.torch;

namespace Trainer.Tests.Support;

/// <summary>Seeds Torch's generator before a test, and gives it back its state after it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TorchSeedAttribute : BeforeAfterTestAttribute
{
    private Tensor? _state;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => TorchThread.Run(() =>
    {
        _state = DefaultGenerator.GetState();
        DefaultGenerator.Seed(1);
    });

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => TorchThread.Run(() =>
    {
        DefaultGenerator.SetState(_state!);
        _state!.Dispose();
    });
}
