; Rules for Python; what holds for all of them stands in imports.scm.

; rule: python-subprocess-shell
; codes: B602
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: shell
((call function: (_) @name arguments: (argument_list . (_) @command (keyword_argument name: (identifier) @shell value: (_) @on))) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run")
  (#eq? @shell "shell")
  (#not-match? @on "^(False|None|0|\\[\\s*\\]|\\{\\s*\\}|\"\"|'')$")
  (#not-literal? @command))

; rule: python-subprocess-shell-literal
; codes: B602
; cwe: 78
; severity: low
; message: A shell runs a fixed command; without shell=True none is needed.
; needs: shell
((call function: (_) @name arguments: (argument_list . (_) @command (keyword_argument name: (identifier) @shell value: (_) @on))) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run")
  (#eq? @shell "shell")
  (#not-match? @on "^(False|None|0|\\[\\s*\\]|\\{\\s*\\}|\"\"|'')$")
  (#literal? @command))

; rule: python-subprocess
; codes: B603
; cwe: 78
; severity: low
; message: A process is started; see where the program and its arguments come from.
; needs: subprocess
((call function: (_) @name arguments: (argument_list . (_)) @args) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run")
  (#not-match? @args "shell\\s*="))
((call function: (_) @name arguments: (argument_list . (_) (keyword_argument name: (identifier) @shell value: (_) @on))) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run")
  (#eq? @shell "shell")
  (#match? @on "^(False|None|0|\\[\\s*\\]|\\{\\s*\\}|\"\"|'')$"))

; rule: python-shell-true
; codes: B604
; cwe: 78
; severity: medium
; message: A function is told to use a shell; see where the command comes from.
; needs: shell
((call function: (_) @name arguments: (argument_list (keyword_argument name: (identifier) @shell value: (_) @on))) @finding
  (#eq? @shell "shell")
  (#not-match? @on "^(False|None|0|\\[\\s*\\]|\\{\\s*\\}|\"\"|'')$")
  (#not-named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run"))

; rule: python-shell
; codes: B605
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; whoever has a part of it runs what he likes.
; needs: system popen popen2 popen3 popen4 getoutput getstatusoutput
((call function: (_) @name arguments: (argument_list . (_) @command)) @finding
  (#named? @name "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "popen2.popen2" "popen2.popen3" "popen2.popen4" "popen2.Popen3" "popen2.Popen4" "commands.getoutput" "commands.getstatusoutput" "subprocess.getoutput" "subprocess.getstatusoutput")
  (#not-literal? @command))

; rule: python-shell-literal
; codes: B605
; cwe: 78
; severity: low
; message: A shell runs a fixed command; subprocess.run needs none.
; needs: system popen popen2 popen3 popen4 getoutput getstatusoutput
((call function: (_) @name arguments: (argument_list . (_) @command)) @finding
  (#named? @name "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "popen2.popen2" "popen2.popen3" "popen2.popen4" "popen2.Popen3" "popen2.Popen4" "commands.getoutput" "commands.getstatusoutput" "subprocess.getoutput" "subprocess.getstatusoutput")
  (#literal? @command))

; rule: python-process
; codes: B606
; cwe: 78
; severity: low
; message: A process is started; see where the program and its arguments come from.
; needs: execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe startfile
((call function: (_) @name arguments: (argument_list) @args) @finding
  (#named? @name "os.execl" "os.execle" "os.execlp" "os.execlpe" "os.execv" "os.execve" "os.execvp" "os.execvpe" "os.spawnl" "os.spawnle" "os.spawnlp" "os.spawnlpe" "os.spawnv" "os.spawnve" "os.spawnvp" "os.spawnvpe" "os.startfile"))

; rule: python-partial-path
; codes: B607
; cwe: 426
; severity: low
; message: Which program runs depends on PATH; give its whole path.
; needs: subprocess system popen popen2 popen3 popen4 getoutput getstatusoutput execl execle execlp execlpe execv execve execvp execvpe spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe startfile
((call function: (_) @name arguments: (argument_list . [(string . (string_start) . (string_content) @program) (list . (string . (string_start) . (string_content) @program))])) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run" "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "popen2.popen2" "popen2.popen3" "popen2.popen4" "popen2.Popen3" "popen2.Popen4" "commands.getoutput" "commands.getstatusoutput" "subprocess.getoutput" "subprocess.getstatusoutput" "os.execl" "os.execle" "os.execlp" "os.execlpe" "os.execv" "os.execve" "os.execvp" "os.execvpe" "os.spawnl" "os.spawnle" "os.spawnlp" "os.spawnlpe" "os.spawnv" "os.spawnve" "os.spawnvp" "os.spawnvpe" "os.startfile")
  (#not-match? @program "^([A-Za-z]:|[\\\\/.])"))

; rule: python-shell-wildcard
; codes: B609
; cwe: 78
; severity: high
; message: A file whose name looks like an option becomes one where a shell expands the star.
; needs: tar chown chmod rsync
((call function: (_) @name arguments: (argument_list . (string (string_content) @command)) @args) @finding
  (#named? @name "os.system" "os.popen" "os.popen2" "os.popen3" "os.popen4" "popen2.popen2" "popen2.popen3" "popen2.popen4" "popen2.Popen3" "popen2.Popen4" "commands.getoutput" "commands.getstatusoutput" "subprocess.getoutput" "subprocess.getstatusoutput")
  (#match? @command "\\b(chown|chmod|tar|rsync)\\b.*\\*"))
((call function: (_) @name arguments: (argument_list . [(string (string_content) @command) (list) @command] (keyword_argument name: (identifier) @shell value: (_) @on))) @finding
  (#named? @name "subprocess.Popen" "subprocess.call" "subprocess.check_call" "subprocess.check_output" "subprocess.run")
  (#eq? @shell "shell")
  (#match? @command "\\b(chown|chmod|tar|rsync)\\b.*\\*"))

; rule: python-ssh-command
; codes: B601
; cwe: 78
; severity: medium
; message: The command that another machine runs is put together.
; needs: exec_command
((call function: (attribute attribute: (identifier) @method) arguments: (argument_list . (_) @command)) @finding
  (#eq? @method "exec_command")
  (#not-literal? @command))
