; Rules for JavaScript and TypeScript; what holds for all of them stands in language.scm.

; rule: javascript-shell
; codes: detect-child-process
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; use execFile with a list of arguments.
; needs: child_process
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "*child_process.exec" "*child_process.execSync")
  (#not-literal? @value))

; rule: javascript-spawn-shell
; codes: detect-child-process
; cwe: 78
; severity: high
; message: A shell reads a command that is put together; leave shell out.
; needs: child_process
((call_expression function: (_) @name arguments: (arguments . (_) @value (object (pair key: (property_identifier) @key value: (_) @on)))) @finding
  (#named? @name "*child_process.spawn" "*child_process.spawnSync" "*child_process.execFile" "*child_process.execFileSync")
  (#eq? @key "shell")
  (#not-match? @on "^(false|undefined|null)$"))

; rule: javascript-file-request
; codes: detect-non-literal-fs-filename
; cwe: 22
; severity: medium
; message: The name of a file comes from a request; see that it stays within its folder.
; needs: fs
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "fs.readFile" "*fs/promises.readFile" "*fs.promises.readFile" "node:fs.readFile" "fs-extra.readFile" "fs.readFileSync" "*fs/promises.readFileSync" "*fs.promises.readFileSync" "node:fs.readFileSync" "fs-extra.readFileSync" "fs.writeFile" "*fs/promises.writeFile" "*fs.promises.writeFile" "node:fs.writeFile" "fs-extra.writeFile" "fs.writeFileSync" "*fs/promises.writeFileSync" "*fs.promises.writeFileSync" "node:fs.writeFileSync" "fs-extra.writeFileSync" "fs.appendFile" "*fs/promises.appendFile" "*fs.promises.appendFile" "node:fs.appendFile" "fs-extra.appendFile" "fs.appendFileSync" "*fs/promises.appendFileSync" "*fs.promises.appendFileSync" "node:fs.appendFileSync" "fs-extra.appendFileSync" "fs.open" "*fs/promises.open" "*fs.promises.open" "node:fs.open" "fs-extra.open" "fs.openSync" "*fs/promises.openSync" "*fs.promises.openSync" "node:fs.openSync" "fs-extra.openSync" "fs.unlink" "*fs/promises.unlink" "*fs.promises.unlink" "node:fs.unlink" "fs-extra.unlink" "fs.unlinkSync" "*fs/promises.unlinkSync" "*fs.promises.unlinkSync" "node:fs.unlinkSync" "fs-extra.unlinkSync" "fs.rmdir" "*fs/promises.rmdir" "*fs.promises.rmdir" "node:fs.rmdir" "fs-extra.rmdir" "fs.rmdirSync" "*fs/promises.rmdirSync" "*fs.promises.rmdirSync" "node:fs.rmdirSync" "fs-extra.rmdirSync" "fs.rm" "*fs/promises.rm" "*fs.promises.rm" "node:fs.rm" "fs-extra.rm" "fs.rmSync" "*fs/promises.rmSync" "*fs.promises.rmSync" "node:fs.rmSync" "fs-extra.rmSync" "fs.mkdir" "*fs/promises.mkdir" "*fs.promises.mkdir" "node:fs.mkdir" "fs-extra.mkdir" "fs.mkdirSync" "*fs/promises.mkdirSync" "*fs.promises.mkdirSync" "node:fs.mkdirSync" "fs-extra.mkdirSync" "fs.readdir" "*fs/promises.readdir" "*fs.promises.readdir" "node:fs.readdir" "fs-extra.readdir" "fs.readdirSync" "*fs/promises.readdirSync" "*fs.promises.readdirSync" "node:fs.readdirSync" "fs-extra.readdirSync" "fs.createReadStream" "*fs/promises.createReadStream" "*fs.promises.createReadStream" "node:fs.createReadStream" "fs-extra.createReadStream" "fs.createWriteStream" "*fs/promises.createWriteStream" "*fs.promises.createWriteStream" "node:fs.createWriteStream" "fs-extra.createWriteStream" "fs.rename" "*fs/promises.rename" "*fs.promises.rename" "node:fs.rename" "fs-extra.rename" "fs.renameSync" "*fs/promises.renameSync" "*fs.promises.renameSync" "node:fs.renameSync" "fs-extra.renameSync" "fs.copyFile" "*fs/promises.copyFile" "*fs.promises.copyFile" "node:fs.copyFile" "fs-extra.copyFile" "fs.copyFileSync" "*fs/promises.copyFileSync" "*fs.promises.copyFileSync" "node:fs.copyFileSync" "fs-extra.copyFileSync" "fs.chmod" "*fs/promises.chmod" "*fs.promises.chmod" "node:fs.chmod" "fs-extra.chmod" "fs.chmodSync" "*fs/promises.chmodSync" "*fs.promises.chmodSync" "node:fs.chmodSync" "fs-extra.chmodSync" "fs.chown" "*fs/promises.chown" "*fs.promises.chown" "node:fs.chown" "fs-extra.chown" "fs.chownSync" "*fs/promises.chownSync" "*fs.promises.chownSync" "node:fs.chownSync" "fs-extra.chownSync" "fs.symlink" "*fs/promises.symlink" "*fs.promises.symlink" "node:fs.symlink" "fs-extra.symlink" "fs.symlinkSync" "*fs/promises.symlinkSync" "*fs.promises.symlinkSync" "node:fs.symlinkSync" "fs-extra.symlinkSync" "fs.link" "*fs/promises.link" "*fs.promises.link" "node:fs.link" "fs-extra.link" "fs.linkSync" "*fs/promises.linkSync" "*fs.promises.linkSync" "node:fs.linkSync" "fs-extra.linkSync" "fs.truncate" "*fs/promises.truncate" "*fs.promises.truncate" "node:fs.truncate" "fs-extra.truncate" "fs.truncateSync" "*fs/promises.truncateSync" "*fs.promises.truncateSync" "node:fs.truncateSync" "fs-extra.truncateSync")
  (#match? @value "(^|\\W)(req|request|ctx|event)\\.(params|query|body|headers|url|path)"))

; rule: javascript-file
; codes: detect-non-literal-fs-filename
; cwe: 22
; severity: low
; message: The name of a file is not fixed; see where it comes from.
; needs: fs
((call_expression function: (_) @name arguments: (arguments . (_) @value)) @finding
  (#named? @name "fs.readFile" "*fs/promises.readFile" "*fs.promises.readFile" "node:fs.readFile" "fs-extra.readFile" "fs.readFileSync" "*fs/promises.readFileSync" "*fs.promises.readFileSync" "node:fs.readFileSync" "fs-extra.readFileSync" "fs.writeFile" "*fs/promises.writeFile" "*fs.promises.writeFile" "node:fs.writeFile" "fs-extra.writeFile" "fs.writeFileSync" "*fs/promises.writeFileSync" "*fs.promises.writeFileSync" "node:fs.writeFileSync" "fs-extra.writeFileSync" "fs.appendFile" "*fs/promises.appendFile" "*fs.promises.appendFile" "node:fs.appendFile" "fs-extra.appendFile" "fs.appendFileSync" "*fs/promises.appendFileSync" "*fs.promises.appendFileSync" "node:fs.appendFileSync" "fs-extra.appendFileSync" "fs.open" "*fs/promises.open" "*fs.promises.open" "node:fs.open" "fs-extra.open" "fs.openSync" "*fs/promises.openSync" "*fs.promises.openSync" "node:fs.openSync" "fs-extra.openSync" "fs.unlink" "*fs/promises.unlink" "*fs.promises.unlink" "node:fs.unlink" "fs-extra.unlink" "fs.unlinkSync" "*fs/promises.unlinkSync" "*fs.promises.unlinkSync" "node:fs.unlinkSync" "fs-extra.unlinkSync" "fs.rmdir" "*fs/promises.rmdir" "*fs.promises.rmdir" "node:fs.rmdir" "fs-extra.rmdir" "fs.rmdirSync" "*fs/promises.rmdirSync" "*fs.promises.rmdirSync" "node:fs.rmdirSync" "fs-extra.rmdirSync" "fs.rm" "*fs/promises.rm" "*fs.promises.rm" "node:fs.rm" "fs-extra.rm" "fs.rmSync" "*fs/promises.rmSync" "*fs.promises.rmSync" "node:fs.rmSync" "fs-extra.rmSync" "fs.mkdir" "*fs/promises.mkdir" "*fs.promises.mkdir" "node:fs.mkdir" "fs-extra.mkdir" "fs.mkdirSync" "*fs/promises.mkdirSync" "*fs.promises.mkdirSync" "node:fs.mkdirSync" "fs-extra.mkdirSync" "fs.readdir" "*fs/promises.readdir" "*fs.promises.readdir" "node:fs.readdir" "fs-extra.readdir" "fs.readdirSync" "*fs/promises.readdirSync" "*fs.promises.readdirSync" "node:fs.readdirSync" "fs-extra.readdirSync" "fs.createReadStream" "*fs/promises.createReadStream" "*fs.promises.createReadStream" "node:fs.createReadStream" "fs-extra.createReadStream" "fs.createWriteStream" "*fs/promises.createWriteStream" "*fs.promises.createWriteStream" "node:fs.createWriteStream" "fs-extra.createWriteStream" "fs.rename" "*fs/promises.rename" "*fs.promises.rename" "node:fs.rename" "fs-extra.rename" "fs.renameSync" "*fs/promises.renameSync" "*fs.promises.renameSync" "node:fs.renameSync" "fs-extra.renameSync" "fs.copyFile" "*fs/promises.copyFile" "*fs.promises.copyFile" "node:fs.copyFile" "fs-extra.copyFile" "fs.copyFileSync" "*fs/promises.copyFileSync" "*fs.promises.copyFileSync" "node:fs.copyFileSync" "fs-extra.copyFileSync" "fs.chmod" "*fs/promises.chmod" "*fs.promises.chmod" "node:fs.chmod" "fs-extra.chmod" "fs.chmodSync" "*fs/promises.chmodSync" "*fs.promises.chmodSync" "node:fs.chmodSync" "fs-extra.chmodSync" "fs.chown" "*fs/promises.chown" "*fs.promises.chown" "node:fs.chown" "fs-extra.chown" "fs.chownSync" "*fs/promises.chownSync" "*fs.promises.chownSync" "node:fs.chownSync" "fs-extra.chownSync" "fs.symlink" "*fs/promises.symlink" "*fs.promises.symlink" "node:fs.symlink" "fs-extra.symlink" "fs.symlinkSync" "*fs/promises.symlinkSync" "*fs.promises.symlinkSync" "node:fs.symlinkSync" "fs-extra.symlinkSync" "fs.link" "*fs/promises.link" "*fs.promises.link" "node:fs.link" "fs-extra.link" "fs.linkSync" "*fs/promises.linkSync" "*fs.promises.linkSync" "node:fs.linkSync" "fs-extra.linkSync" "fs.truncate" "*fs/promises.truncate" "*fs.promises.truncate" "node:fs.truncate" "fs-extra.truncate" "fs.truncateSync" "*fs/promises.truncateSync" "*fs.promises.truncateSync" "node:fs.truncateSync" "fs-extra.truncateSync")
  (#not-literal? @value)
  (#not-match? @value "(^|\\W)(req|request|ctx|event)\\.(params|query|body|headers|url|path)")
  (#not-match? @value "^(path\\.(join|resolve)\\(\\s*)?(__dirname|__filename|import\\.meta\\.\\w+|process\\.cwd\\(\\))(\\s*,\\s*['\"][^'\"]*['\"])*\\s*\\)?$"))

; rule: javascript-new-buffer
; codes: detect-new-buffer
; cwe: 665
; severity: medium
; message: new Buffer with a number hands out memory as it is; use Buffer.from or Buffer.alloc.
; needs: Buffer
((new_expression constructor: (identifier) @name arguments: (arguments . (_) @value)) @finding
  (#eq? @name "Buffer"))

; rule: javascript-buffer-noassert
; codes: detect-buffer-noassert
; cwe: 125
; severity: medium
; message: noAssert lets reads and writes go beyond the buffer.
; needs: *Int8 *Int16* *Int32* *UInt* *Float* *Double*
((call_expression function: (member_expression property: (property_identifier) @method) arguments: (arguments (true) .)) @finding
  (#match? @method "^(read|write)(U?Int8|U?Int(16|32)(LE|BE)|(Float|Double)(LE|BE))$"))

; rule: javascript-no-certificate-check
; cwe: 295
; severity: high
; message: Any server can pretend to be the right one.
; needs: rejectUnauthorized NODE_TLS_REJECT_UNAUTHORIZED
((pair key: [(property_identifier) (string)] @key value: (false)) @finding
  (#match? @key "^['\"]?rejectUnauthorized['\"]?$"))
((assignment_expression left: (_) @key right: (_) @value) @finding
  (#match? @key "NODE_TLS_REJECT_UNAUTHORIZED")
  (#match? @value "^['\"]?0['\"]?$"))
((assignment_expression left: (_) @key right: (false)) @finding
  (#match? @key "\\.rejectUnauthorized$"))

; rule: javascript-mustache-escape
; codes: detect-disable-mustache-escape
; cwe: 79
; severity: medium
; message: Values get into the page as they are.
; needs: escapeMarkup
((assignment_expression left: (member_expression property: (property_identifier) @key) right: (false)) @finding
  (#eq? @key "escapeMarkup"))
((pair key: (property_identifier) @key value: (false)) @finding
  (#eq? @key "escapeMarkup"))

; rule: javascript-cookie
; cwe: 614
; severity: medium
; message: A cookie without secure goes over HTTP; one without httpOnly is there for scripts.
; needs: httpOnly secure
((pair key: (property_identifier) @key value: (false)) @finding
  (#any-of? @key "httpOnly" "secure"))

; rule: javascript-bidi
; codes: detect-bidi-characters
; cwe: 1007
; severity: high
; message: Characters that turn the direction of writing make the code look like other code.
; needs: ‪ ‫ ‬ ‭ ‮ ⁦ ⁧ ⁨ ⁩ ‏
[(comment) (string) (template_string)] @finding
